package io.vsl.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.ledger.Stopped.Entry;
import io.vsl.platform.postgres.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What stop.sql answers. */
@Component("stopJobs")
public class StopJobs {

    private final ObjectMapper json;

    StopJobs(ObjectMapper json) {
        this.json = json;
    }

    public <S> Stopped<S> stopped(Stop<S> stop, List<Map<String, Object>> rows) throws JsonProcessingException {
        Map<UUID, Map<String, Object>> byJob = rows.stream()
                .collect(Collectors.toMap(row -> Columns.value(row, "job_id", UUID.class), Function.identity()));
        List<Entry<S>> entries = new ArrayList<>();
        for (Stop.Wish<S> wish : stop.wishes()) {
            Map<String, Object> row = Objects.requireNonNull(byJob.get(wish.jobId()));
            String text = (String) row.get("job");
            JsonNode job = text == null ? null : json.readTree(text);
            entries.add(new Entry<>(
                    wish.subject(),
                    wish.jobId(),
                    Columns.instant(row, "requested_at"),
                    Boolean.TRUE.equals(row.get("ended")),
                    job == null ? null : json.treeToValue(job, Job.class),
                    Columns.value(row, "attempts", Integer.class),
                    (String) row.get("prediction_id"),
                    job == null ? null : job.at("/prediction/provider").textValue()));
        }
        return new Stopped<>(entries);
    }
}
