package io.vsl.bench.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where a job is kept: the application's tables, its key in Redis and its item in DynamoDB. */
final class JobStores {

    private static final int CONNECTIONS = 10;
    private static final long TERMINAL_TTL = TimeUnit.MINUTES.toSeconds(5);
    private static final int ITEM_DAYS = 7;
    private static final List<String> MEMBERS =
            List.of("jobId", "status", "createdAt", "completedAt", "mediaType", "modelId", "userId", "predictionId");

    /** Event and job in one round trip and one transaction. What comes late does not bring an older job back. */
    private static final String SAVE = """
            WITH event AS (
                INSERT INTO job_events (event_id, job_id, type, time, value, topic, partition, "offset")
                VALUES (?, CAST(? AS uuid), ?, now(), CAST(? AS jsonb), '', 0, 0)
                ON CONFLICT (event_id) DO NOTHING
            )
            INSERT INTO jobs AS j (job_id, status, media_type, model_id, user_id, created_at, completed_at,
                processing_time, estimated_time, estimated_cost, cost, prediction_id, version, document)
            SELECT CAST(d ->> 'jobId' AS uuid), d ->> 'status', d ->> 'mediaType', d ->> 'modelId', d ->> 'userId',
                CAST(d ->> 'createdAt' AS timestamptz), CAST(d ->> 'completedAt' AS timestamptz),
                CAST(d ->> 'processingTime' AS numeric), CAST(d ->> 'estimatedTime' AS numeric),
                CAST(d ->> 'estimatedCost' AS numeric), CAST(d ->> 'cost' AS numeric), d ->> 'predictionId',
                CAST(d ->> 'version' AS bigint), d
            FROM (VALUES (CAST(? AS jsonb))) AS v (d)
            ON CONFLICT (job_id) DO UPDATE SET status = excluded.status, completed_at = excluded.completed_at,
                processing_time = excluded.processing_time, cost = excluded.cost,
                prediction_id = excluded.prediction_id, version = excluded.version, document = excluded.document
            WHERE j.version < excluded.version
            """;

    private static final String FIND = "SELECT document FROM jobs WHERE job_id = CAST(? AS uuid)";

    private final ObjectMapper json = new ObjectMapper();
    private final DataSource postgres;
    private final RedisAsyncCommands<String, String> redis;
    private final DynamoDbClient dynamodb;
    private final String table;

    /** @param table in DynamoDB; empty: DynamoDB is left out */
    JobStores(Clients clients, String table) {
        postgres = clients.postgres(CONNECTIONS);
        redis = clients.redis().connect().async();
        dynamodb = clients.dynamodb();
        this.table = table;
    }

    /** Writes the job, as this event left it, to PostgreSQL. */
    void save(ObjectNode job, String event, int version) throws SQLException {
        job.put("version", version);
        String id = job.path("jobId").asText();
        String document = job.toString();
        try (Connection connection = postgres.getConnection();
                PreparedStatement save = connection.prepareStatement(SAVE)) {
            save.setString(1, id + "/" + event);
            save.setString(2, id);
            save.setString(3, "job." + event);
            save.setString(4, document);
            save.setString(5, document);
            save.executeUpdate();
        }
    }

    ObjectNode find(String id) throws SQLException, IOException {
        try (Connection connection = postgres.getConnection();
                PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, id);
            try (ResultSet found = find.executeQuery()) {
                if (!found.next()) {
                    throw new IOException("There is no job " + id);
                }
                return (ObjectNode) json.readTree(found.getString(1));
            }
        }
    }

    /** Puts the job where its status is read first. */
    void show(ObjectNode job) throws ExecutionException, InterruptedException {
        redis.setex("job:status:" + job.path("jobId").asText(), TERMINAL_TTL, job.toString())
                .get();
    }

    void keepItem(ObjectNode job) {
        if (table.isEmpty()) {
            return;
        }
        Map<String, AttributeValue> item = new HashMap<>();
        MEMBERS.forEach(
                name -> item.put(name, AttributeValue.fromS(job.path(name).asText())));
        item.put("version", AttributeValue.fromN(job.path("version").asText()));
        item.put(
                "ttl",
                AttributeValue.fromN(Long.toString(
                        Instant.now().plus(ITEM_DAYS, ChronoUnit.DAYS).getEpochSecond())));
        item.put("document", AttributeValue.fromS(job.toString()));
        dynamodb.putItem(put -> put.tableName(table).item(item));
    }
}
