package io.vsl.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.postgres.Columns;
import io.vsl.platform.postgres.Statements;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code jobs}, a row for each job with its snapshot as {@code document}, and {@code job_events}: for good. */
@Component
@Order(1)
public class PostgresJobs implements JobStore {

    private static final int AT_ONCE = 10_000;

    private static final String WRITE = Statements.read("sql/stores/write-jobs.sql");

    private static final String FIND = """
            SELECT job_id, version, CAST(document AS text) AS document FROM jobs
            WHERE job_id = ANY (CAST(:jobIds AS uuid[]))""";

    private final JdbcClient jdbc;
    private final SnapshotJson json;

    PostgresJobs(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = new SnapshotJson(json);
    }

    @Override
    public String stage() {
        return "sink-postgres";
    }

    @Override
    public void write(FoldedEvents folded) {
        List<LoggedEvent> events = folded.events();
        jdbc.sql(WRITE)
                .param("eventIds", Columns.texts(events, logged -> logged.event()
                        .id()))
                .param(
                        "jobIds",
                        Columns.texts(events, logged -> logged.event().job().jobId()))
                .param(
                        "types",
                        Columns.texts(events, logged -> logged.event().type().value()))
                .param("times", Columns.texts(events, logged -> logged.event().time()))
                .param(
                        "records",
                        Columns.texts(events, logged -> new String(logged.at().value(), StandardCharsets.UTF_8)))
                .param("topics", Columns.texts(events, logged -> logged.at().topic()))
                .param("partitions", Columns.numbers(events, logged -> logged.at()
                        .partition()))
                .param("offsets", Columns.longs(events, logged -> logged.at().offset()))
                .param("snapshots", Columns.texts(folded.snapshots(), json::write))
                .update();
    }

    @Override
    public Optional<JobSnapshot> find(UUID jobId) {
        KeptJob kept = findAll(List.of(jobId)).get(jobId);
        return json.find(kept == null ? null : kept.document());
    }

    @Override
    public Map<UUID, KeptJob> findAll(Collection<UUID> jobIds) {
        Map<UUID, KeptJob> found = new HashMap<>();
        jdbc.sql(FIND).param("jobIds", array(jobIds)).query(row -> {
            found.put(
                    row.getObject("job_id", UUID.class),
                    new KeptJob(row.getLong("version"), row.getString("document")));
        });
        return found;
    }

    static String array(Collection<UUID> jobIds) {
        return jobIds.toString().replace('[', '{').replace(']', '}');
    }

    @Override
    public boolean mayLack(Instant lastChangedAt) {
        return false;
    }

    /** Empties both tables, and no other. */
    @Override
    public void clear() {
        jdbc.sql("TRUNCATE jobs, job_events").update();
    }

    /** In their order. Jobs may be written meanwhile. */
    @Override
    public void forEachId(Consumer<List<UUID>> sink) {
        List<UUID> some = jdbc.sql("SELECT job_id FROM jobs ORDER BY job_id LIMIT :limit")
                .param("limit", AT_ONCE)
                .query(UUID.class)
                .list();
        while (!some.isEmpty()) {
            sink.accept(some);
            some = jdbc.sql("SELECT job_id FROM jobs WHERE job_id > :last ORDER BY job_id LIMIT :limit")
                    .param("last", some.getLast())
                    .param("limit", AT_ONCE)
                    .query(UUID.class)
                    .list();
        }
    }
}
