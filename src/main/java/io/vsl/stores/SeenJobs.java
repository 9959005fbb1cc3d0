package io.vsl.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.postgres.Columns;
import io.vsl.platform.postgres.Statements;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What PostgreSQL knows of jobs, its tables of decisions too: those are never behind what anybody was told, as
 * {@code sink-postgres} may be.
 */
@Component
public class SeenJobs {

    private static final String LOOK = Statements.read("sql/stores/seen-jobs.sql");

    private final JdbcClient jdbc;
    private final SnapshotJson json;

    SeenJobs(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = new SnapshotJson(json);
    }

    /**
     * One job.
     *
     * @param userId      whose it is; null of one that nobody knows
     * @param job         as its events have left it; null while the sink has not come to it
     * @param ended       whether it has an outcome, be it known here or not
     * @param cancelledAt since when it is to end; null: it is not
     */
    public record Seen(
            @Nullable String userId,
            @Nullable Job job,
            boolean ended,
            @Nullable Instant cancelledAt) {

        /** Of a job that nobody knows. */
        public static final Seen NOTHING = new Seen(null, null, false, null);
    }

    /** Of each of a few thousand jobs, in one round trip. */
    public Map<UUID, Seen> look(Collection<UUID> jobIds) {
        Map<UUID, Seen> seen = new HashMap<>();
        jdbc.sql(LOOK).param("jobIds", PostgresJobs.array(jobIds)).query(row -> {
            seen.put(
                    row.getObject("job_id", UUID.class),
                    new Seen(
                            row.getString("user_id"),
                            json.find(row.getString("document"))
                                    .map(JobSnapshot::job)
                                    .orElse(null),
                            row.getBoolean("ended"),
                            Columns.instantOrNull(row, "cancelled_at")));
        });
        return seen;
    }
}
