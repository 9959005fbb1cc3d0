package io.vsl.delivery;

import io.vsl.platform.postgres.Columns;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The secrets that sign webhooks: one for each endpoint, and one for all webhookUrls of a user. */
@Component
public class SigningSecrets {

    /** How long one that was replaced signs beside the new one. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private static final int BYTES = 32;

    private static final String CURRENT = """
            SELECT s.key, (SELECT max(p.expires_at) FROM webhook_secrets p
                WHERE p.user_id = s.user_id AND p.endpoint_id IS NOT DISTINCT FROM s.endpoint_id
                    AND p.expires_at > now()) AS previous_expires_at
            FROM webhook_secrets s
            WHERE s.user_id = :userId AND s.endpoint_id IS NOT DISTINCT FROM CAST(:endpointId AS uuid)
                AND s.expires_at IS NULL""";

    private static final String ADD = """
            INSERT INTO webhook_secrets (user_id, endpoint_id, key) VALUES (:userId, CAST(:endpointId AS uuid), :key)
            ON CONFLICT DO NOTHING""";

    /** In one statement with {@link #ADD} the index would find two current ones. */
    private static final String RETIRE = """
            UPDATE webhook_secrets SET expires_at = now() + :overlap * interval '1 second'
            WHERE user_id = :userId AND endpoint_id IS NOT DISTINCT FROM CAST(:endpointId AS uuid)
                AND expires_at IS NULL""";

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    SigningSecrets(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * The current one, which is made when there is none.
     *
     * @param endpointId null: of the user's webhookUrls
     */
    public SigningSecret current(String userId, @Nullable UUID endpointId) {
        return find(userId, endpointId).orElseGet(() -> {
            add(userId, endpointId);
            return find(userId, endpointId).orElseThrow();
        });
    }

    private Optional<SigningSecret> find(String userId, @Nullable UUID endpointId) {
        return jdbc.sql(CURRENT)
                .param("userId", userId)
                .param("endpointId", endpointId)
                .query(SigningSecrets::secret)
                .optional();
    }

    /** Removes those that sign no more. */
    public void forget() {
        jdbc.sql("DELETE FROM webhook_secrets WHERE expires_at < now()").update();
    }

    /** Replaces it. Both sign for 24 hours, so that receivers can learn the new one. */
    public SigningSecret rotate(String userId, @Nullable UUID endpointId) {
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.sql(RETIRE)
                    .param("overlap", OVERLAP.toSeconds())
                    .param("userId", userId)
                    .param("endpointId", endpointId)
                    .update();
            return current(userId, endpointId);
        }));
    }

    private void add(String userId, @Nullable UUID endpointId) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        jdbc.sql(ADD)
                .param("userId", userId)
                .param("endpointId", endpointId)
                .param("key", key)
                .update();
    }

    private static SigningSecret secret(ResultSet row, int number) throws SQLException {
        return SigningSecret.of(row.getBytes("key"), Columns.instantOrNull(row, "previous_expires_at"));
    }
}
