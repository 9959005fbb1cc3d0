package io.vsl.cancel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.CancelRequested;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobIds;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.Item;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * From the wish to end a job to the outcome that is proposed for it. What is not at Replicate yet is kept from being
 * sent by the row in {@code job_cancellations}: of a job that generate has not come to, generate proposes the outcome.
 */
@Component("cancelJobs")
class CancelJobs {

    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    CancelJobs(EventRecords records, ObjectMapper json, Clock clock) {
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** A row of the parameter {@code rows} of cancel-jobs.sql. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Row(@JsonProperty("job_id") UUID jobId, @Nullable String reason, Instant at) {
    }

    public List<Cancellation> read(Batch batch) {
        return batch.map(item -> new Cancellation(item, jobId(item.consumed()), request(item.consumed())));
    }

    private static UUID jobId(Consumed consumed) {
        String key = consumed.key() == null ? "" : new String(consumed.key(), StandardCharsets.UTF_8);
        return JobIds.parse(key).orElseThrow(() -> new InvalidRecord("The key must be the jobId, a UUID"));
    }

    private CancelRequested request(Consumed consumed) {
        return consumed.value().length == 0
                ? new CancelRequested(null)
                : records.read(consumed, CancelRequested.class);
    }

    /** The parameter of cancel-jobs.sql. */
    public Map<String, Object> rows(@Body List<Cancellation> cancellations) throws JsonProcessingException {
        Instant now = clock.instant();
        Map<UUID, Row> rows = new LinkedHashMap<>();
        for (Cancellation cancellation : cancellations) {
            String reason = cancellation.request().reason();
            rows.putIfAbsent(cancellation.jobId(), new Row(cancellation.jobId(),
                    reason == null ? null : JobError.keepable(reason), cancellation.item().consumed().timeOr(now)));
        }
        return Map.of("rows", json.writeValueAsString(rows.values()));
    }

    /** What cancel-jobs.sql answered: the outcomes that follow, and which predictions still run. */
    public void found(@ExchangeProperty("cancellations") List<Cancellation> cancellations,
            @Header("jobs") List<Map<String, Object>> jobs) throws JsonProcessingException {
        Map<UUID, Map<String, Object>> byJob = new HashMap<>();
        jobs.forEach(row -> byJob.put((UUID) row.get("job_id"), row));
        for (Cancellation cancellation : cancellations) {
            Map<String, Object> row = Objects.requireNonNull(byJob.get(cancellation.jobId()));
            cancellation.runs((String) row.get("prediction_id"));
            cancellation.item().finish(outputs(row, cancellation.item()));
        }
    }

    private List<Outgoing> outputs(Map<String, Object> row, Item item) throws JsonProcessingException {
        String document = (String) row.get("job");
        if (document == null || Boolean.TRUE.equals(row.get("ended"))) {
            return List.of();
        }
        Job job = json.readValue(document, Job.class);
        String predictionId = (String) row.get("prediction_id");
        Job latest = predictionId == null ? job : job.processing(predictionId);
        Instant requestedAt = ((Timestamp) Objects.requireNonNull(row.get("requested_at"))).toInstant();
        return List.of(records.write(new OutcomeProposed(latest.failed(JobError.cancelled(), requestedAt)),
                item.consumed()));
    }
}
