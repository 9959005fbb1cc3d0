package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job is to be sent to Replicate (again). Written by settle when a run was interrupted, by the poller when it is
 * proven that a request never arrived, and by an operator; and of a job with files by inputs, once these are in S3. Read by
 * generate. Key: the jobId.
 *
 * <pre>{@code {"jobId":"…","attempt":2,"cause":"Prediction interrupted; please retry (code: PA)"}}</pre>
 *
 * @param attempt  counted from 1; an attempt that was sent already is not sent again
 * @param cause    why, for people
 * @param accepted what is to be sent, of a first attempt that nobody has claimed yet; null of any other: then it stands in
 *     the ledger
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptRequested(
        UUID jobId, int attempt, String cause, @Nullable JobAccepted accepted) {

    /** Of what stands in the ledger. */
    public AttemptRequested(UUID jobId, int attempt, String cause) {
        this(jobId, attempt, cause, null);
    }

    /** The first of a job that has been prepared for it. */
    public static AttemptRequested first(JobAccepted prepared, String cause) {
        return new AttemptRequested(prepared.job().jobId(), 1, cause, prepared);
    }

    private static boolean areThere(JobAccepted accepted) {
        String folder = MediaFolder.ofProgress(accepted.job()) + "/";
        return accepted.prediction().files().stream()
                .allMatch(file -> file.key() != null && file.key().startsWith(folder));
    }

    public AttemptRequested {
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(cause, "cause");
        cause = JobError.keepable(cause);
        AttemptContext.requireAttempt(attempt);
        Storable.require(
                accepted == null || attempt == 1 && accepted.job().jobId().equals(jobId),
                "accepted",
                "must be of the job's first attempt");
        Storable.require(
                accepted == null || areThere(accepted), "accepted", "must have all its files in the job's own folder");
    }
}
