package io.vsl.budget;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What users may ask for, as it was not long ago: PostgreSQL is asked about a user once in the time of
 * {@code vsl.budget.limits-cache}. While it is away, what was known last holds, and no request waits for it.
 */
@Component
public class KnownLimits {

    private static final Logger LOG = LoggerFactory.getLogger(KnownLimits.class);

    private static final int MAX_CACHED = 100_000;

    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final UsersLimits users;
    private final HealthIndicator postgres;
    private final Duration keep;
    private final AsyncLoadingCache<String, Known> known;
    private final Cache<String, UserLimits> last = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(REMEMBERED)
            .build();

    KnownLimits(
            UsersLimits users,
            BudgetProperties properties,
            @Qualifier("dbHealthIndicator") HealthIndicator postgres,
            @Qualifier("aside") ExecutorService aside) {
        this.users = users;
        this.postgres = postgres;
        this.keep = properties.limitsCache();
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfter(Expiry.<String, Known>writing((userId, found) -> found.keep()))
                // Its own work is less than handing it to another thread.
                .executor(Runnable::run)
                .buildAsync((userId, here) -> CompletableFuture.supplyAsync(() -> load(userId), aside));
    }

    private record Known(UserLimits limits, Duration keep) {}

    /** None where nobody knows any. */
    public CompletionStage<UserLimits> of(String userId) {
        return known.get(userId).thenApply(Known::limits);
    }

    /** Whether PostgreSQL answered when it was looked at last, a second ago. */
    boolean canAsk() {
        return Status.UP.equals(postgres.health().getStatus());
    }

    private Known load(String userId) {
        if (!canAsk()) {
            return asBefore(userId);
        }
        try {
            UserLimits found = users.find(userId);
            last.put(userId, found);
            return new Known(found, keep);
        } catch (DataAccessException e) {
            LOG.atWarn()
                    .addKeyValue("action", "limits")
                    .addKeyValue("userId", userId)
                    .addKeyValue("error", e.getMessage())
                    .log("A user's limits can't be read");
            return asBefore(userId);
        }
    }

    private Known asBefore(String userId) {
        UserLimits before = last.getIfPresent(userId);
        return new Known(before == null ? UserLimits.none(userId) : before, ASK_AGAIN);
    }
}
