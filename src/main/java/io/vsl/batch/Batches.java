package io.vsl.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.JobStatus;
import io.vsl.platform.postgres.Columns;
import io.vsl.platform.postgres.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The batches of all users. All is done for many jobs at once, and may be done again. */
@Component
public class Batches {

    private static final String END = Statements.read("sql/batch/end.sql");

    private static final String REGISTER = """
            WITH registered AS (
                INSERT INTO batches (user_id, batch_id, total, webhook_url, metadata, created_at)
                VALUES (:userId, :batchId, :total, :webhookUrl, CAST(:metadata AS jsonb), CAST(:createdAt AS timestamptz))
                ON CONFLICT DO NOTHING
                RETURNING user_id, batch_id
            )
            INSERT INTO batch_jobs (job_id, user_id, batch_id)
            SELECT job_id, user_id, batch_id
            FROM registered, unnest(CAST(:jobIds AS uuid[])) AS j (job_id)
            ON CONFLICT DO NOTHING""";

    private static final String FIND = """
            SELECT user_id, batch_id, total, completed, failed, cancelled, webhook_url, CAST(metadata AS text) AS metadata,
                created_at, completed_at
            FROM batches WHERE user_id = :userId AND batch_id = :batchId""";

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Batches(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Before its jobs can end. One that is there already stays as it is. */
    public void register(JobBatch batch, List<UUID> jobIds) {
        ObjectNode metadata = batch.metadata();
        jdbc.sql(REGISTER)
                .param("userId", batch.userId())
                .param("batchId", batch.batchId())
                .param("total", batch.total())
                .param("webhookUrl", batch.webhookUrl())
                .param("metadata", metadata == null ? null : metadata.toString())
                .param("createdAt", batch.createdAt().toString())
                .param("jobIds", Columns.texts(jobIds, id -> id))
                .update();
    }

    public Optional<JobBatch> find(String userId, UUID batchId) {
        return jdbc.sql(FIND)
                .param("userId", userId)
                .param("batchId", batchId)
                .query(this::batch)
                .optional();
    }

    /** Of any user. */
    public Optional<JobBatch> find(UUID batchId) {
        return jdbc
                .sql("SELECT user_id FROM batches WHERE batch_id = :batchId")
                .param("batchId", batchId)
                .query(String.class)
                .list()
                .stream()
                .findFirst()
                .flatMap(userId -> find(userId, batchId));
    }

    /** All of a batch. */
    public List<UUID> jobs(JobBatch batch) {
        return jdbc.sql("SELECT job_id FROM batch_jobs WHERE user_id = :userId AND batch_id = :batchId")
                .param("userId", batch.userId())
                .param("batchId", batch.batchId())
                .query(UUID.class)
                .list();
    }

    /** Those of a batch whose outcome is not known yet. */
    public List<UUID> open(JobBatch batch) {
        return jdbc.sql(
                        "SELECT job_id FROM batch_jobs WHERE user_id = :userId AND batch_id = :batchId AND status IS NULL")
                .param("userId", batch.userId())
                .param("batchId", batch.batchId())
                .query(UUID.class)
                .list();
    }

    /**
     * Counts outcomes; one that was counted before has no effect.
     *
     * @return batches of which that was the last, each once, to whoever ends it
     */
    public List<JobBatch> end(Map<UUID, JobStatus> outcomes) {
        if (outcomes.isEmpty()) {
            return List.of();
        }
        List<Map.Entry<UUID, JobStatus>> all = List.copyOf(outcomes.entrySet());
        return jdbc.sql(END)
                .param("jobIds", Columns.texts(all, Map.Entry::getKey))
                .param("statuses", Columns.texts(all, outcome -> outcome.getValue()
                        .value()))
                .query(this::batch)
                .list();
    }

    private JobBatch batch(ResultSet row, int number) throws SQLException {
        return new JobBatch(
                row.getString("user_id"),
                row.getObject("batch_id", UUID.class),
                row.getInt("total"),
                new JobBatch.Ended(row.getInt("completed"), row.getInt("failed"), row.getInt("cancelled")),
                row.getString("webhook_url"),
                metadata(row.getString("metadata")),
                row.getTimestamp("created_at").toInstant(),
                Columns.instantOrNull(row, "completed_at"));
    }

    private @Nullable ObjectNode metadata(@Nullable String text) {
        try {
            return text == null ? null : (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("batches.metadata is an object", e);
        }
    }
}
