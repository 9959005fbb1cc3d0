package io.vsl.conclude;

import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Of the outcomes proposed for a job the first becomes its outcome, and the others nothing. The table
 * {@code job_outcomes} remembers where the first stands, so that the same one is told again when it is read again; and with it,
 * what was reserved for the job is settled.
 */
@Component("concludeJobs")
public class ConcludeJobs {

    private static final Logger LOG = LoggerFactory.getLogger(ConcludeJobs.class);

    private final EventRecords records;
    private final JobMeters meters;

    ConcludeJobs(EventRecords records, JobMeters meters) {
        this.records = records;
        this.meters = meters;
    }

    public Proposals read(Batch batch) {
        return new Proposals(
                batch.map(polled -> new Proposal(polled, records.readEvent(polled.consumed(), OutcomeProposed.class))));
    }

    /** With what settle.sql answered. */
    public Concluded remembered(Proposals proposals, List<Map<String, Object>> rows) {
        Map<UUID, Standing> outcomes = new HashMap<>();
        rows.stream().map(Standing::of).forEach(standing -> outcomes.put(standing.jobId(), standing));
        return new Concluded(proposals.all(), outcomes);
    }

    /** The proposals that won are told, also those that did before. */
    public void finish(Concluded concluded) {
        concluded
                .proposals()
                .forEach(proposal -> finish(
                        proposal, Objects.requireNonNull(concluded.outcomes().get(proposal.jobId()))));
    }

    private void finish(Proposal proposal, Standing outcome) {
        PolledRecord polled = proposal.polled();
        JobCompleted completed = proposal.proposed().concluded();
        Job job = completed.job();
        boolean won = outcome.is(proposal);
        if (won && outcome.isNew()) {
            meters.ended(completed);
        }
        polled.finish(won ? List.of(records.completed(completed, polled.consumed())) : List.of());
        LOG.atInfo()
                .addKeyValue("action", "conclude")
                .addKeyValue("jobId", job.jobId())
                .addKeyValue("userId", job.userId())
                .addKeyValue("mediaType", job.mediaType())
                .addKeyValue("modelId", job.modelId())
                .addKeyValue("status", job.status().value())
                .log(won ? "Job ended" : "The job has ended already");
    }
}
