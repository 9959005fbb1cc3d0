package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * The files of a job are to go. Written by status when somebody asks for it, by erase when they were kept for as long as they
 * are to be, and by conclude when files may be there of a job that did not complete, or that has none any more; read by
 * erase. Key: the jobId.
 *
 * <pre>{@code {"cause":"asked for by user123","job":{"jobId":"…","status":"completed",…}}}</pre>
 *
 * @param cause    for people
 * @param leftover whether nobody asked for it: it is done only when the job has no files by rights
 * @param job      that has ended; of a leftover as somebody proposed that it end
 */
public record MediaDeleteRequested(
        String cause,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean leftover,
        Job job) {

    public MediaDeleteRequested {
        cause = JobError.keepable(Objects.requireNonNull(cause, "cause"));
        JobCompleted.requireOutcome(Objects.requireNonNull(job, "job"));
    }

    /** That somebody, or a time that is over, asks for it. */
    public static MediaDeleteRequested wanted(Job job, String cause) {
        return new MediaDeleteRequested(cause, false, job);
    }

    /** That there may be files that nobody will be led to. */
    public static MediaDeleteRequested leftover(Job job, String cause) {
        return new MediaDeleteRequested(cause, true, job);
    }

    /** Whether the job is to say afterwards that it has no files. */
    @JsonIgnore
    public boolean isDeletion() {
        return !leftover && job.status() == JobStatus.COMPLETED;
    }
}
