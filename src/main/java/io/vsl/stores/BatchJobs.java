package io.vsl.stores;

import io.vsl.job.JobStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The jobs of the table {@code jobs} that have one batch's id, as far as {@code sink-postgres} has come. */
@Component
public class BatchJobs {

    private static final String COUNT = """
            SELECT user_id, status, count(*) AS jobs, min(created_at) AS created_at
            FROM jobs
            WHERE batch_id = :batchId AND user_id = coalesce(CAST(:userId AS text), user_id)
            GROUP BY user_id, status
            ORDER BY user_id""";

    private final JdbcClient jdbc;

    BatchJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How many jobs are how.
     *
     * @param createdAt of the first
     */
    public record Counts(String userId, Map<JobStatus, Integer> jobs, Instant createdAt) {

        public int of(JobStatus status) {
            return jobs.getOrDefault(status, 0);
        }

        public int all() {
            return jobs.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private record Row(String userId, JobStatus status, int jobs, Instant createdAt) {}

    /** @param userId null: whosever they are; of several the first */
    public Optional<Counts> count(@Nullable String userId, UUID batchId) {
        List<Row> rows = jdbc.sql(COUNT)
                .param("batchId", batchId)
                .param("userId", userId)
                .query((row, number) -> new Row(
                        row.getString("user_id"),
                        JobStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        row.getInt("jobs"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        String whose = rows.getFirst().userId();
        Map<JobStatus, Integer> jobs = new EnumMap<>(JobStatus.class);
        Instant createdAt = rows.getFirst().createdAt();
        for (Row row : rows) {
            if (row.userId().equals(whose)) {
                jobs.put(row.status(), row.jobs());
                createdAt = row.createdAt().isBefore(createdAt) ? row.createdAt() : createdAt;
            }
        }
        return Optional.of(new Counts(whose, jobs, createdAt));
    }

    public List<UUID> all(String userId, UUID batchId) {
        return jdbc.sql("SELECT job_id FROM jobs WHERE user_id = :userId AND batch_id = :batchId")
                .param("userId", userId)
                .param("batchId", batchId)
                .query(UUID.class)
                .list();
    }

    /** Those that have not ended. */
    public List<UUID> open(String userId, UUID batchId) {
        return jdbc.sql("""
                        SELECT job_id FROM jobs
                        WHERE user_id = :userId AND batch_id = :batchId AND status IN ('pending', 'processing')""")
                .param("userId", userId)
                .param("batchId", batchId)
                .query(UUID.class)
                .list();
    }
}
