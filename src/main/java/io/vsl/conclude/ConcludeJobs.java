package io.vsl.conclude;

import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobStatus;
import io.vsl.job.MediaDeleteRequested;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.log.JobFields;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /**
     * Why there may be files that nobody will be led to. Whoever stores a job's files proposes its outcome after the last of
     * them, however often and however late it does: so each proposal of a job without files is a reason to look.
     */
    private static Optional<String> leftover(Job job, Standing outcome, boolean won) {
        if (!outcome.isWithoutFiles() || !job.mayHaveFiles() || won && job.status() == JobStatus.COMPLETED) {
            return Optional.empty();
        }
        return Optional.of(won ? "the job is " + job.status().value() : "the job had ended, and has no files");
    }

    private void finish(Proposal proposal, Standing outcome) {
        PolledRecord polled = proposal.polled();
        JobCompleted completed = proposal.proposed().concluded();
        Job job = completed.job();
        boolean won = outcome.is(proposal);
        if (won && outcome.isNew()) {
            meters.ended(completed);
        }
        List<Outgoing> told = new ArrayList<>();
        if (won) {
            told.add(records.completed(completed, polled.consumed()));
        }
        leftover(job, outcome, won)
                .ifPresent(cause -> told.add(records.mediaDelete(
                        MediaDeleteRequested.leftover(job, cause), completed.time(), polled.consumed())));
        polled.finish(told);
        JobFields.of(job, "conclude", LOG.atInfo())
                .addKeyValue("status", job.status().value())
                .log(won ? "Job ended" : "The job has ended already");
    }
}
