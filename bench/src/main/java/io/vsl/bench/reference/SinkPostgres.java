package io.vsl.bench.reference;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Folds polls into {@code jobs} and {@code job_events}: one statement each, whose rows are arrays, in one round trip. */
public final class SinkPostgres {

    private static final String UPSERT = """
            WITH events AS (
                INSERT INTO job_events (event_id, job_id, type, time, value, topic, partition, "offset")
                SELECT id, CAST(job AS uuid), type, CAST(time AS timestamptz), CAST(value AS jsonb), topic, part, off
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS e (id, job, type, time, value, topic, part, off)
                ON CONFLICT (event_id) DO NOTHING
            )
            INSERT INTO jobs AS j (job_id, status, media_type, model_id, user_id, created_at, completed_at,
                processing_time, estimated_time, estimated_cost, cost, prediction_id, error_code, error_message, version,
                document)
            SELECT CAST(id AS uuid), status, media, model, usr, CAST(created AS timestamptz), CAST(ended AS timestamptz),
                CAST(took AS numeric), CAST(est_time AS numeric), CAST(est_cost AS numeric), CAST(cost AS numeric),
                prediction, code, message, version, CAST(document AS jsonb)
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (id, status, media, model, usr, created,
                ended, took, est_time, est_cost, cost, prediction, code, message, version, document)
            ON CONFLICT (job_id) DO UPDATE SET
                status = excluded.status, media_type = excluded.media_type, model_id = excluded.model_id,
                user_id = excluded.user_id, created_at = excluded.created_at, completed_at = excluded.completed_at,
                processing_time = excluded.processing_time, estimated_time = excluded.estimated_time,
                estimated_cost = excluded.estimated_cost, cost = excluded.cost, prediction_id = excluded.prediction_id,
                error_code = excluded.error_code, error_message = excluded.error_message, version = excluded.version,
                document = excluded.document
            WHERE j.version < excluded.version
            """;

    private static final List<String> MEMBERS = List.of(
            "jobId",
            "status",
            "mediaType",
            "modelId",
            "userId",
            "createdAt",
            "completedAt",
            "processingTime",
            "estimatedTime",
            "estimatedCost",
            "cost",
            "predictionId");

    private SinkPostgres() {}

    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection(System.getenv("JDBC_URL"));
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            Sink.run(events -> write(connection, upsert, events));
        }
    }

    private static void write(Connection connection, PreparedStatement upsert, List<Event> events) throws SQLException {
        int i = 0;
        upsert.setArray(++i, text(connection, events, event -> event.header("ce_id")));
        upsert.setArray(++i, text(connection, events, Event::jobId));
        upsert.setArray(++i, text(connection, events, Event::type));
        upsert.setArray(++i, text(connection, events, event -> event.header("ce_time")));
        upsert.setArray(
                ++i, text(connection, events, event -> new String(event.record().value(), StandardCharsets.UTF_8)));
        upsert.setArray(++i, text(connection, events, event -> event.record().topic()));
        upsert.setArray(
                ++i, array(connection, "int4", events, event -> event.record().partition()));
        upsert.setArray(
                ++i, array(connection, "int8", events, event -> event.record().offset()));
        Collection<Event> newest = Event.newest(events);
        for (String member : MEMBERS) {
            upsert.setArray(++i, text(connection, newest, event -> event.text(member)));
        }
        upsert.setArray(++i, text(connection, newest, event -> event.job()
                .path("error")
                .path("code")
                .asText(null)));
        upsert.setArray(++i, text(connection, newest, event -> event.job()
                .path("error")
                .path("message")
                .asText(null)));
        upsert.setArray(++i, array(connection, "int8", newest, Event::version));
        upsert.setArray(++i, text(connection, newest, Event::document));
        upsert.executeUpdate();
    }

    private static Array text(Connection connection, Collection<Event> events, Function<Event, @Nullable String> column)
            throws SQLException {
        return connection.createArrayOf("text", events.stream().map(column).toArray(String[]::new));
    }

    private static Array array(
            Connection connection, String type, Collection<Event> events, Function<Event, @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf(type, events.stream().map(column).toArray());
    }
}
