package io.vsl.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.postgres.Columns;
import io.vsl.platform.postgres.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The deliveries of users, each with its tries, and sending them again. */
@Component
public class DeliveryLog {

    private static final Map<String, String> CONDITIONS = Map.of(
            "deliveryId", "d.delivery_id = :deliveryId",
            "jobId", "d.job_id = :jobId",
            "endpointId", "d.endpoint_id = :endpointId",
            "state", "d.state = :state",
            "since", "d.created_at >= CAST(:since AS timestamptz)");

    private static final String LIST = """
            SELECT d.delivery_id, d.event, d.job_id, d.endpoint_id, coalesce(d.url, e.url) AS url, d.state, d.created_at,
                CASE WHEN d.state = 'pending' THEN d.due_at END AS due_at, d.ended_at,
                (SELECT json_agg(json_build_object('number', t.try, 'at', t.at, 'duration', t.duration_ms / 1000.0,
                        'result', t.result, 'statusCode', t.status, 'detail', t.detail) ORDER BY t.try)
                    FROM webhook_tries t WHERE t.delivery_id = d.delivery_id) AS tries
            FROM webhook_deliveries d LEFT JOIN webhook_endpoints e ON e.endpoint_id = d.endpoint_id
            WHERE d.user_id = :userId%s AND (d.created_at, d.delivery_id) < (CAST(:createdAt AS timestamptz), :id)
            ORDER BY d.created_at DESC, d.delivery_id DESC
            LIMIT :limit""";

    private static final String OF_NO_DELETED = """

            AND NOT EXISTS (SELECT FROM webhook_endpoints e
                WHERE e.endpoint_id = d.endpoint_id AND e.deleted_at IS NOT NULL)""";

    private static final String COUNT = """
            SELECT count(*) FROM webhook_deliveries d WHERE d.user_id = :userId%s""" + OF_NO_DELETED;

    private static final String REDELIVER = """
            UPDATE webhook_deliveries d SET state = 'pending', step = 0, due_at = now(), ended_at = NULL
            WHERE d.user_id = :userId%s""" + OF_NO_DELETED;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    DeliveryLog(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Which deliveries of a user are meant; null is any.
     *
     * @param since those that were made then or later
     */
    public record Filter(
            String userId,
            @Nullable UUID deliveryId,
            @Nullable UUID jobId,
            @Nullable UUID endpointId,
            @Nullable DeliveryState state,
            @Nullable Instant since) {

        public static Filter of(String userId) {
            return new Filter(userId, null, null, null, null, null);
        }

        public Filter withDelivery(UUID id) {
            return new Filter(userId, id, jobId, endpointId, state, since);
        }

        public Filter withJob(UUID id) {
            return new Filter(userId, deliveryId, id, endpointId, state, since);
        }

        private Map<String, Object> values() {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("deliveryId", deliveryId);
            values.put("jobId", jobId);
            values.put("endpointId", endpointId);
            values.put("state", state == null ? null : state.value());
            values.put("since", since == null ? null : since.toString());
            return values.entrySet().stream()
                    .filter(value -> value.getValue() != null)
                    .collect(Collectors.toMap(Map.Entry::getKey, value -> Objects.requireNonNull(value.getValue())));
        }

        /** With a parameter for each value that is wanted, and for no other: PostgreSQL plans each on its own. */
        private String in(String statement) {
            return statement.formatted(values().keySet().stream()
                    .map(name -> " AND " + CONDITIONS.get(name))
                    .collect(Collectors.joining()));
        }
    }

    /** At most that many, the newest first, after that place. */
    public List<DeliveryView> read(Filter filter, Position after, int limit) {
        return jdbc.sql(filter.in(LIST))
                .params(filter.values())
                .param("userId", filter.userId())
                .param("createdAt", after.createdAt().toString())
                .param("id", after.id())
                .param("limit", limit)
                .query(this::view)
                .list();
    }

    /** How many there are that can be sent again. */
    public long count(Filter filter) {
        return jdbc.sql(filter.in(COUNT))
                .params(filter.values())
                .param("userId", filter.userId())
                .query(Long.class)
                .single();
    }

    /**
     * Has them sent again, with all their tries, under the same id; also those of a disabled endpoint, but of no deleted
     * one.
     *
     * @return how many
     */
    public long redeliver(Filter filter) {
        return jdbc.sql(filter.in(REDELIVER))
                .params(filter.values())
                .param("userId", filter.userId())
                .update();
    }

    private DeliveryView view(ResultSet row, int number) throws SQLException {
        String tries = row.getString("tries");
        try {
            return new DeliveryView(
                    row.getObject("delivery_id", UUID.class),
                    row.getString("event"),
                    row.getObject("job_id", UUID.class),
                    row.getObject("endpoint_id", UUID.class),
                    row.getString("url"),
                    DeliveryState.of(row.getString("state")),
                    row.getTimestamp("created_at").toInstant(),
                    Columns.instantOrNull(row, "due_at"),
                    Columns.instantOrNull(row, "ended_at"),
                    tries == null ? List.of() : json.readValue(tries, new TypeReference<List<DeliveryView.Try>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
