package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * How a job may end. Written by the stage where it ends, read by conclude: the first that stands in the log for a job
 * becomes its {@link JobCompleted}, with the same bytes.
 *
 * @param job with its outcome
 */
public record OutcomeProposed(@JsonUnwrapped Job job) implements StageEvent {

    public OutcomeProposed {
        JobCompleted.requireOutcome(job);
    }

    /** The job's one outcome, once it is known that nothing else was proposed before. */
    public JobCompleted concluded() {
        return new JobCompleted(job);
    }

    @Override
    public String topic() {
        return "outcome.proposed";
    }

    @JsonIgnore
    public Outcome outcome() {
        return JobCompleted.requireOutcome(job);
    }

    @Override
    public Instant time() {
        return outcome().at();
    }

    @Override
    public String id() {
        return job.jobId() + "/outcome-proposed";
    }
}
