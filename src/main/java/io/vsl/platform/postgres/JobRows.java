package io.vsl.platform.postgres;

import io.vsl.platform.KeptJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** The tables {@code jobs} and {@code job_events} as a whole; the sink's own statement writes them. */
@Component
public class JobRows {

    private final JdbcClient jdbc;
    private final DataSource dataSource;

    JobRows(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
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

    /** Begins to look for jobs that nobody knows. */
    public Others others() throws SQLException {
        return new Others(dataSource.getConnection());
    }

    private static String array(Collection<UUID> jobIds) {
        return jobIds.toString().replace('[', '{').replace(']', '}');
    }

    /** The jobs but for those that are known: these are gathered in PostgreSQL, since they may be many. */
    public static final class Others implements AutoCloseable {

        private final SingleConnectionDataSource connection;
        private final JdbcTemplate jdbc;

        private Others(Connection connection) {
            this.connection = new SingleConnectionDataSource(connection, true);
            this.jdbc = new JdbcTemplate(this.connection);
            jdbc.execute("CREATE TEMPORARY TABLE known_jobs (job_id uuid)");
        }

        public void know(Collection<UUID> jobIds) {
            jdbc.update("INSERT INTO known_jobs SELECT unnest(CAST(? AS uuid[]))", array(jobIds));
        }

        /** At most that many of them. */
        public List<UUID> find(int limit) {
            return jdbc.queryForList("""
                    SELECT job_id FROM jobs j
                    WHERE NOT EXISTS (SELECT FROM known_jobs k WHERE k.job_id = j.job_id)
                    LIMIT ?""", UUID.class, limit);
        }

        @Override
        public void close() {
            try {
                jdbc.execute("DROP TABLE known_jobs");
            } finally {
                connection.destroy();
            }
        }
    }
}
