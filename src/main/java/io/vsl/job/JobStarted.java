package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Objects;

/**
 * Replicate has taken the prediction, written by generate; or a compilation waits for its turn, written by admit. Read by
 * the sinks.
 *
 * @param attempt   counted from 1
 * @param startedAt the prediction's {@code created_at}; of a compilation, the job's
 */
public record JobStarted(@JsonUnwrapped Job job, int attempt, Instant startedAt) implements JobEvent, StageEvent {

    public JobStarted {
        Objects.requireNonNull(startedAt, "startedAt");
        Storable.requireTime("startedAt", startedAt);
        AttemptContext.requireAttempt(attempt);
        job = job.at(JobProgress.started(attempt));
    }

    @Override
    public JobEventType type() {
        return JobEventType.STARTED;
    }

    @Override
    public Instant time() {
        return startedAt;
    }

    @Override
    public String id() {
        return job.jobId() + "/started/" + attempt;
    }
}
