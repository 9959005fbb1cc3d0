package io.vsl.platform.security;

import io.vsl.platform.postgres.Columns;
import io.vsl.platform.postgres.Position;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keys as operators give them out and take them back. What changes holds within {@code vsl.security.key-cache}. */
@Component
public class IssuedKeys {

    private static final String COLUMNS = """
            key_id, prefix, user_id, operator, read_only, description, requests_per_hour, requests_per_day, created_at,
            created_by, last_used_at, revoked_at""";

    private static final String ISSUE = """
            INSERT INTO api_keys (key_sha256, prefix, user_id, operator, read_only, description, requests_per_hour,
                requests_per_day, created_by)
            VALUES (:hash, :prefix, :userId, :operator, :readOnly, :description, :perHour, :perDay, :by)
            RETURNING %s""".formatted(COLUMNS);

    private static final String LIST = """
            SELECT %s FROM api_keys
            WHERE (CAST(:userId AS text) IS NULL OR user_id = :userId)
                AND (created_at, key_id) < (CAST(:createdAt AS timestamptz), :id)
            ORDER BY created_at DESC, key_id DESC LIMIT :limit""".formatted(COLUMNS);

    private static final String CHANGE = """
            UPDATE api_keys
            SET description = CASE WHEN :setsDescription THEN :description ELSE description END,
                requests_per_hour = CASE WHEN :setsPerHour THEN :perHour ELSE requests_per_hour END,
                requests_per_day = CASE WHEN :setsPerDay THEN :perDay ELSE requests_per_day END
            WHERE key_id = :id
            RETURNING %s""".formatted(COLUMNS);

    private static final String REVOKE = """
            UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()), revoked_by = coalesce(revoked_by, :by)
            WHERE key_id = :id""";

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient jdbc;

    IssuedKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A new key, which is told this once. */
    public record Issued(ApiKey key, String text) {

        /** It is in no log. */
        @Override
        public String toString() {
            return "Issued " + key.id();
        }
    }

    /**
     * What a key is to be.
     *
     * @param requestsPerHour null for the limit that all have
     * @param requestsPerDay  the same of a day
     */
    public record Wanted(
            String userId,
            KeyScope scope,
            @Nullable String description,
            @Nullable Integer requestsPerHour,
            @Nullable Integer requestsPerDay) {}

    /** A value to be set, which may be null. */
    public record Change<T>(@Nullable T value) {}

    public Issued issue(Wanted wanted, String by) {
        String text = KeyText.make(random);
        ApiKey key = jdbc.sql(ISSUE)
                .param("hash", Sha256.hex(text))
                .param("prefix", KeyText.prefix(text))
                .param("userId", wanted.userId())
                .param("operator", wanted.scope() != KeyScope.USER)
                .param("readOnly", wanted.scope() == KeyScope.READ_ONLY_OPERATOR)
                .param("description", wanted.description())
                .param("perHour", wanted.requestsPerHour())
                .param("perDay", wanted.requestsPerDay())
                .param("by", by)
                .query(IssuedKeys::key)
                .single();
        return new Issued(key, text);
    }

    /** At most that many, the newest first, after that place; of a user, or of all. */
    public List<ApiKey> list(@Nullable String userId, Position after, int limit) {
        return jdbc.sql(LIST)
                .param("userId", userId)
                .param("createdAt", after.createdAt().toString())
                .param("id", after.id())
                .param("limit", limit)
                .query(IssuedKeys::key)
                .list();
    }

    /** Null leaves a value as it is. */
    public Optional<ApiKey> change(
            UUID id,
            @Nullable Change<String> description,
            @Nullable Change<Integer> requestsPerHour,
            @Nullable Change<Integer> requestsPerDay) {
        return jdbc.sql(CHANGE)
                .param("id", id)
                .param("setsDescription", description != null)
                .param("description", description == null ? null : description.value())
                .param("setsPerHour", requestsPerHour != null)
                .param("perHour", requestsPerHour == null ? null : requestsPerHour.value())
                .param("setsPerDay", requestsPerDay != null)
                .param("perDay", requestsPerDay == null ? null : requestsPerDay.value())
                .query(IssuedKeys::key)
                .optional();
    }

    /** @return whether there is such a key, valid or not */
    public boolean revoke(UUID id, String by) {
        return jdbc.sql(REVOKE).param("id", id).param("by", by).update() == 1;
    }

    private static ApiKey key(ResultSet row, int number) throws SQLException {
        return new ApiKey(
                row.getObject("key_id", UUID.class),
                row.getString("prefix"),
                row.getString("user_id"),
                KeyScope.of(row.getBoolean("operator"), row.getBoolean("read_only")),
                row.getString("description"),
                row.getObject("requests_per_hour", Integer.class),
                row.getObject("requests_per_day", Integer.class),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                Columns.instantOrNull(row, "last_used_at"),
                Columns.instantOrNull(row, "revoked_at"));
    }
}
