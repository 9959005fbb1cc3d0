package io.vsl.delivery;

import io.vsl.platform.postgres.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The endpoints of users. Each call is of one user: another's endpoint is none. */
@Component
public class Endpoints {

    /** Of one user; each outcome is told to all of them. */
    public static final int MOST = 20;

    private static final String COLUMNS = """
            endpoint_id, user_id, url, events, description, created_at, failing_since, disabled_at, disabled_because""";

    private static final String LIST = """
            SELECT %s FROM webhook_endpoints
            WHERE user_id = :userId AND deleted_at IS NULL
                AND (CAST(:id AS uuid) IS NULL OR endpoint_id = :id)
            ORDER BY created_at, endpoint_id""".formatted(COLUMNS);

    /** The lock makes those who add at the same moment count one after another. */
    private static final String CREATE = """
            INSERT INTO webhook_endpoints (endpoint_id, user_id, url, events, description)
            SELECT :id, :userId, :url, CAST(:events AS text[]), :description
            WHERE (SELECT count(*) FROM webhook_endpoints WHERE user_id = :userId AND deleted_at IS NULL) < :most""";

    private static final String CHANGE = """
            UPDATE webhook_endpoints
            SET url = coalesce(:url, url), events = coalesce(CAST(:events AS text[]), events),
                description = CASE WHEN :setsDescription THEN :description ELSE description END
            WHERE endpoint_id = :id AND user_id = :userId AND deleted_at IS NULL""";

    private static final String DISABLE = """
            UPDATE webhook_endpoints SET disabled_at = now(), disabled_because = 'asked'
            WHERE endpoint_id = :id AND user_id = :userId AND deleted_at IS NULL AND disabled_at IS NULL""";

    static final String HOLD = """
            UPDATE webhook_deliveries SET state = 'held' WHERE endpoint_id = :id AND state = 'pending'""";

    private static final String ENABLE = """
            UPDATE webhook_endpoints SET disabled_at = NULL, disabled_because = NULL, failing_since = NULL
            WHERE endpoint_id = :id AND user_id = :userId AND deleted_at IS NULL""";

    private static final String RELEASE = """
            UPDATE webhook_deliveries SET state = 'pending', step = 0, due_at = now()
            WHERE endpoint_id = :id AND state = 'held'""";

    private static final String DELETE = """
            UPDATE webhook_endpoints SET deleted_at = now(), disabled_at = coalesce(disabled_at, now())
            WHERE endpoint_id = :id AND user_id = :userId AND deleted_at IS NULL""";

    private static final String GIVE_UP = """
            WITH forgotten AS (DELETE FROM webhook_secrets WHERE endpoint_id = :id)
            UPDATE webhook_deliveries SET state = 'failed', ended_at = now()
            WHERE endpoint_id = :id AND state IN ('pending', 'held')""";

    private static final String ADD_TEST = """
            INSERT INTO webhook_deliveries (delivery_id, user_id, endpoint_id, receiver, event, document, state)
            VALUES (:deliveryId, :userId, :id, CAST(:id AS text), 'test', '{}', 'pending')""";

    private final JdbcClient jdbc;
    private final SigningSecrets secrets;
    private final TransactionTemplate transaction;

    Endpoints(JdbcClient jdbc, SigningSecrets secrets, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.transaction = transaction;
    }

    /** All of a user, the oldest first. */
    public List<Endpoint> list(String userId) {
        return jdbc.sql(LIST)
                .param("userId", userId)
                .param("id", null)
                .query(Endpoints::endpoint)
                .list();
    }

    public Optional<Endpoint> find(String userId, UUID id) {
        return jdbc.sql(LIST)
                .param("userId", userId)
                .param("id", id)
                .query(Endpoints::endpoint)
                .optional();
    }

    /**
     * With a secret of its own.
     *
     * @return empty when the user has {@value #MOST} already
     */
    public Optional<Endpoint> create(
            String userId, String url, List<WebhookEvent> events, @Nullable String description) {
        UUID id = UUID.randomUUID();
        Boolean created = transaction.execute(status -> {
            jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:userId, 0))")
                    .param("userId", "webhook-endpoints " + userId)
                    .query(row -> {});
            boolean hasRoom = jdbc.sql(CREATE)
                            .param("id", id)
                            .param("userId", userId)
                            .param("url", url)
                            .param("events", Columns.texts(events, WebhookEvent::value))
                            .param("description", description)
                            .param("most", MOST)
                            .update()
                    == 1;
            if (hasRoom) {
                secrets.current(userId, id);
            }
            return hasRoom;
        });
        return Boolean.TRUE.equals(created) ? find(userId, id) : Optional.empty();
    }

    /**
     * Null leaves a value as it is.
     *
     * @param setsDescription whether there is to be that description, or none
     */
    public Optional<Endpoint> change(
            String userId,
            UUID id,
            @Nullable String url,
            @Nullable List<WebhookEvent> events,
            boolean setsDescription,
            @Nullable String description) {
        jdbc.sql(CHANGE)
                .param("id", id)
                .param("userId", userId)
                .param("url", url)
                .param("events", events == null ? null : Columns.texts(events, WebhookEvent::value))
                .param("setsDescription", setsDescription)
                .param("description", description)
                .update();
        return find(userId, id);
    }

    /** From now on its deliveries are held. */
    public Optional<Endpoint> disable(String userId, UUID id) {
        return both(userId, id, DISABLE, HOLD);
    }

    /** What was held goes to it now. */
    public Optional<Endpoint> enable(String userId, UUID id) {
        return both(userId, id, ENABLE, RELEASE);
    }

    /**
     * What it was not told yet it never is. Its log stays.
     *
     * @return whether there was one
     */
    public boolean delete(String userId, UUID id) {
        boolean found = find(userId, id).isPresent();
        both(userId, id, DELETE, GIVE_UP);
        return found;
    }

    private Optional<Endpoint> both(String userId, UUID id, String ofEndpoint, String ofDeliveries) {
        transaction.executeWithoutResult(status -> {
            int changed =
                    jdbc.sql(ofEndpoint).param("id", id).param("userId", userId).update();
            if (changed == 1) {
                jdbc.sql(ofDeliveries).param("id", id).update();
            }
        });
        return find(userId, id);
    }

    /** Has a delivery of the event {@code test} made, which goes out even while the endpoint is disabled. */
    public UUID test(Endpoint endpoint) {
        UUID deliveryId = UUID.randomUUID();
        jdbc.sql(ADD_TEST)
                .param("deliveryId", deliveryId)
                .param("userId", endpoint.userId())
                .param("id", endpoint.id())
                .update();
        return deliveryId;
    }

    private static Endpoint endpoint(ResultSet row, int number) throws SQLException {
        return new Endpoint(
                row.getObject("endpoint_id", UUID.class),
                row.getString("user_id"),
                row.getString("url"),
                Stream.of((String[]) row.getArray("events").getArray())
                        .map(WebhookEvent::of)
                        .toList(),
                row.getString("description"),
                row.getTimestamp("created_at").toInstant(),
                Columns.instantOrNull(row, "failing_since"),
                Columns.instantOrNull(row, "disabled_at"),
                row.getString("disabled_because"));
    }
}
