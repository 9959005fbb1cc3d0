package io.vsl.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobEvent;
import io.vsl.job.JobEventType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code job_events}: what has happened to a job, as far as {@code sink-postgres} has come. */
@Component
public class JobHistory {

    private static final Map<String, Class<? extends JobEvent>> KINDS = Stream.of(JobEventType.values())
            .collect(Collectors.toMap(JobEventType::value, JobEventType::eventClass, (a, b) -> a));

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JobHistory(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    private record Row(String type, String value) {}

    /** In the order of their sequence; none of a job that is unknown there. */
    public List<JobEvent> of(UUID jobId) {
        return read(jdbc.sql("SELECT type, value FROM job_events WHERE job_id = :jobId")
                .param("jobId", jobId)
                .query(Row.class)
                .list());
    }

    private List<JobEvent> read(List<Row> rows) {
        List<JobEvent> events = new ArrayList<>();
        for (Row row : rows) {
            try {
                events.add(json.readValue(row.value(), KINDS.get(row.type())));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("job_events has what is no " + row.type(), e);
            }
        }
        events.sort(Comparator.comparing(event -> event.job().sequence()));
        return events;
    }
}
