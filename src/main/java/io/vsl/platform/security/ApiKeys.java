package io.vsl.platform.security;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys of table {@code api_keys}, which holds their SHA-256 alone: keys are long and random, so nothing slower is
 * needed. What is found is kept for the time of {@code vsl.security.key-cache}, which is also how long a revoked key
 * may go on.
 */
@Component
public class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private static final int MAX_CACHED = 100_000;

    private static final Duration NOTE_EVERY = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final ExecutorService aside;
    private final AsyncLoadingCache<String, Optional<Caller>> callers;
    private final Cache<String, Boolean> noted = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(NOTE_EVERY)
            .build();

    ApiKeys(JdbcClient jdbc, SecurityProperties properties, @Qualifier("aside") ExecutorService aside) {
        this.jdbc = jdbc;
        this.aside = aside;
        this.callers = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfterWrite(properties.keyCache())
                // Its own work is less than handing it to another thread.
                .executor(Runnable::run)
                .buildAsync((hash, here) -> CompletableFuture.supplyAsync(() -> load(hash), aside));
    }

    /**
     * Whose key it is; empty when it is nobody's or revoked.
     *
     * @return fails with a DataAccessException when it is not known yet and PostgreSQL can't be asked
     */
    public CompletionStage<Optional<Caller>> find(String key) {
        return isPlausible(key) ? callers.get(Sha256.hex(key)) : CompletableFuture.completedFuture(Optional.empty());
    }

    /** Whether it can be a key: one that begins like those that VSL makes is one of them, and whole. */
    public static boolean isPlausible(String key) {
        return KeyText.isPlausible(key);
    }

    /** Makes the key that user's. A key that is there already stays as it is. */
    public void register(String key, Caller caller) {
        jdbc.sql("""
                INSERT INTO api_keys (key_sha256, user_id, operator, requests_per_hour, requests_per_day)
                VALUES (:hash, :userId, :operator, :perHour, :perDay)
                ON CONFLICT (key_sha256) DO NOTHING""")
                .param("hash", Sha256.hex(key))
                .param("userId", caller.userId())
                .param("operator", caller.operator())
                .param("perHour", caller.requestsPerHour())
                .param("perDay", caller.requestsPerDay())
                .update();
    }

    private Optional<Caller> load(String hash) {
        List<Caller> found = jdbc.sql("""
                SELECT user_id, operator, read_only, requests_per_hour, requests_per_day FROM api_keys
                WHERE key_sha256 = :hash AND revoked_at IS NULL""")
                .param("hash", hash)
                .query((row, number) -> new Caller(
                        row.getString("user_id"),
                        row.getBoolean("operator"),
                        row.getBoolean("read_only"),
                        row.getObject("requests_per_hour", Integer.class),
                        row.getObject("requests_per_day", Integer.class)))
                .list();
        if (!found.isEmpty() && noted.asMap().putIfAbsent(hash, true) == null) {
            // Nobody who calls waits for that.
            aside.execute(() -> note(hash));
        }
        return found.stream().findFirst();
    }

    /** That the key is used. It is used as well when that can't be written. */
    private void note(String hash) {
        try {
            jdbc.sql("UPDATE api_keys SET last_used_at = now() WHERE key_sha256 = :hash")
                    .param("hash", hash)
                    .update();
        } catch (DataAccessException e) {
            LOG.atDebug().addKeyValue("action", "authenticate").setCause(e).log("The use of a key can't be written");
        }
    }
}
