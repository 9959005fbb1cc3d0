package io.vsl.job;

import java.util.Objects;
import java.util.UUID;

/**
 * A job is to be sent to Replicate (again). Written by settle when a run was interrupted, by the poller when it is
 * proven that a request never arrived, and by an operator; read by generate. Key: the jobId.
 *
 * <pre>{@code {"jobId":"…","attempt":2,"cause":"Prediction interrupted; please retry (code: PA)"}}</pre>
 *
 * @param attempt counted from 1; an attempt that was sent already is not sent again
 * @param cause   why, for people
 */
public record AttemptRequested(UUID jobId, int attempt, String cause) {

    public AttemptRequested {
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(cause, "cause");
        cause = JobError.keepable(cause);
        AttemptContext.requireAttempt(attempt);
    }
}
