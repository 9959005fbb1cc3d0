package io.vsl.conclude;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobCompleted;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.Item;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Of the outcomes proposed for a job the first becomes its outcome, and the others nothing. The table
 * {@code job_outcomes} remembers where the first stands, so that the same one is told again when it is read again.
 */
@Component("concludeJobs")
class ConcludeJobs {

    private static final Logger LOG = LoggerFactory.getLogger(ConcludeJobs.class);

    private final EventRecords records;
    private final JobMeters meters;
    private final ObjectMapper json;

    ConcludeJobs(EventRecords records, JobMeters meters, ObjectMapper json) {
        this.records = records;
        this.meters = meters;
        this.json = json;
    }

    /** A row of the parameter {@code rows} of conclude-jobs.sql. */
    private record Row(@JsonProperty("job_id") UUID jobId, int partition, long offset) {
    }

    public List<Proposal> read(Batch batch) {
        return batch.map(item -> new Proposal(item, records.readEvent(item.consumed(), JobCompleted.class)));
    }

    /** The parameter of conclude-jobs.sql: the first proposal of each job in the poll. */
    public Map<String, Object> rows(@Body List<Proposal> proposals) throws JsonProcessingException {
        Map<UUID, Row> first = new LinkedHashMap<>();
        proposals.forEach(proposal -> first.merge(proposal.jobId(),
                new Row(proposal.jobId(), proposal.partition(), proposal.offset()),
                (a, b) -> b.offset() < a.offset() ? b : a));
        return Map.of("rows", json.writeValueAsString(first.values()));
    }

    /** What conclude-jobs.sql answered: where the outcome of each job stands. */
    public void finish(@ExchangeProperty("proposals") List<Proposal> proposals,
            @Header("outcomes") List<Map<String, Object>> outcomes) {
        Map<UUID, Map<String, Object>> byJob = new HashMap<>();
        outcomes.forEach(row -> byJob.put((UUID) row.get("job_id"), row));
        proposals.forEach(proposal -> finish(proposal, Objects.requireNonNull(byJob.get(proposal.jobId()))));
    }

    private void finish(Proposal proposal, Map<String, Object> outcome) {
        Item item = proposal.item();
        boolean first = Objects.equals(outcome.get("partition"), proposal.partition())
                && Objects.equals(outcome.get("offset"), proposal.offset());
        if (first && Boolean.TRUE.equals(outcome.get("decided"))) {
            meters.ended(proposal.outcome().job());
        }
        item.finish(first ? List.of(records.completed(proposal.outcome(), item.consumed())) : List.of());
        LOG.atInfo().addKeyValue("action", "conclude").addKeyValue("jobId", proposal.jobId())
                .addKeyValue("userId", proposal.outcome().job().userId())
                .addKeyValue("mediaType", proposal.outcome().job().mediaType())
                .addKeyValue("modelId", proposal.outcome().job().modelId())
                .addKeyValue("status", proposal.outcome().job().status().value())
                .log(first ? "Job ended" : "The job has ended already");
    }
}
