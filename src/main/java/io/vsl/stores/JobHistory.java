package io.vsl.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobEvent;
import io.vsl.job.JobEventType;
import io.vsl.platform.postgres.Columns;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code job_events}: what has happened to a job, as far as {@code sink-postgres} has come. */
@Component
public class JobHistory {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JobHistory(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Of some thousand jobs at most, in no order. */
    public List<PlacedEvent> of(Collection<UUID> jobIds) {
        return jdbc.sql("""
                        SELECT type, value, topic, partition, "offset" FROM job_events
                        WHERE job_id = ANY (CAST(:jobIds AS uuid[]))""")
                .param("jobIds", Columns.texts(jobIds, id -> id))
                .query((row, number) -> new PlacedEvent(
                        read(row.getString("type"), row.getString("value")),
                        row.getString("topic"),
                        row.getInt("partition"),
                        row.getLong("offset")))
                .list();
    }

    private JobEvent read(String type, String value) {
        try {
            return json.readValue(value, JobEventType.of(type).orElseThrow().eventClass());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("job_events has what is no " + type, e);
        }
    }
}
