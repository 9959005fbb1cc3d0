package io.vsl.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.security.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code operator_actions}, by the database's clock. */
@Component
class OperatorActions {

    /** A running action tells how far it is about every second: one that is silent for a minute has no process. */
    private static final String SELECT = """
            SELECT operation_id, kind, requested_by, CAST(request AS text) AS request, records, total,
                CAST(result AS text) AS result, started_at,
                CASE WHEN dead THEN 'failed' ELSE state END AS state,
                CASE WHEN dead THEN 'the process that did it has ended' ELSE error END AS error,
                CASE WHEN dead THEN updated_at ELSE ended_at END AS ended_at
            FROM (
                SELECT *, state = 'running' AND updated_at < now() - interval '1 minute' AS dead FROM operator_actions
            ) a
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    OperatorActions(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void begin(UUID id, OperationKind kind, Caller caller, JsonNode request) {
        jdbc.sql("""
                INSERT INTO operator_actions (operation_id, kind, requested_by, request)
                VALUES (:id, :kind, :caller, CAST(:request AS json))""")
                .param("id", id)
                .param("kind", kind.value())
                .param("caller", caller.userId())
                .param("request", text(request))
                .update();
    }

    void progress(UUID id, Progress progress) {
        jdbc.sql("""
                UPDATE operator_actions SET records = :records, total = :total, updated_at = now()
                WHERE operation_id = :id AND state = 'running'""")
                .param("id", id)
                .param("records", progress.records())
                .param("total", progress.total())
                .update();
    }

    void succeeded(UUID id, Progress progress, Object result) {
        end(id, progress, "succeeded", text(result), null);
    }

    void failed(UUID id, Progress progress, String error) {
        end(id, progress, "failed", null, error);
    }

    private void end(UUID id, Progress progress, String state, @Nullable String result, @Nullable String error) {
        jdbc.sql("""
                UPDATE operator_actions SET records = :records, total = :total, state = :state,
                    result = CAST(:result AS json), error = :error, updated_at = now(), ended_at = now()
                WHERE operation_id = :id""")
                .param("id", id)
                .param("records", progress.records())
                .param("total", progress.total())
                .param("state", state)
                .param("result", result)
                .param("error", error)
                .update();
    }

    Optional<Operation> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE operation_id = :id")
                .param("id", id)
                .query(this::read)
                .optional();
    }

    /** The newest first. */
    List<Operation> list(int limit) {
        return jdbc.sql(SELECT + "ORDER BY started_at DESC LIMIT :limit")
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    private Operation read(ResultSet row, int number) throws SQLException {
        return new Operation(
                row.getObject("operation_id", UUID.class),
                row.getString("kind"),
                row.getString("requested_by"),
                tree(row.getString("request")),
                row.getString("state"),
                new Operation.Count(row.getLong("records"), row.getLong("total")),
                row.getString("result") == null ? null : tree(row.getString("result")),
                row.getString("error"),
                row.getTimestamp("started_at").toInstant(),
                instant(row.getTimestamp("ended_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
