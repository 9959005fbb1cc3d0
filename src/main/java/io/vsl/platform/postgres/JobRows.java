package io.vsl.platform.postgres;

import io.vsl.platform.KeptJob;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code jobs} and {@code job_events} as a whole; the sink's own statement writes them. */
@Component
public class JobRows {

    private static final int AT_ONCE = 10_000;

    private final JdbcClient jdbc;

    JobRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the jobs that are there. */
    public Map<UUID, KeptJob> findAll(Collection<UUID> jobIds) {
        Map<UUID, KeptJob> found = new HashMap<>();
        jdbc.sql("""
                SELECT job_id, version, CAST(document AS text) AS document FROM jobs
                WHERE job_id = ANY (CAST(:jobIds AS uuid[]))""")
                .param("jobIds", array(jobIds))
                .query(row -> {
                    found.put(row.getObject("job_id", UUID.class),
                            new KeptJob(row.getLong("version"), row.getString("document")));
                });
        return found;
    }

    /** Empties both tables, and no other. */
    public void clear() {
        jdbc.sql("TRUNCATE jobs, job_events").update();
    }

    /** The ids of all jobs in their order, some at once. Jobs may be written meanwhile. */
    public void forEachId(Consumer<List<UUID>> sink) {
        List<UUID> some = jdbc.sql("SELECT job_id FROM jobs ORDER BY job_id LIMIT :limit")
                .param("limit", AT_ONCE).query(UUID.class).list();
        while (!some.isEmpty()) {
            sink.accept(some);
            some = jdbc.sql("SELECT job_id FROM jobs WHERE job_id > :last ORDER BY job_id LIMIT :limit")
                    .param("last", some.getLast()).param("limit", AT_ONCE).query(UUID.class).list();
        }
    }

    private static String array(Collection<UUID> jobIds) {
        return jobIds.toString().replace('[', '{').replace(']', '}');
    }
}
