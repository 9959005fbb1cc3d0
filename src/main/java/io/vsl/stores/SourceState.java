package io.vsl.stores;

import io.vsl.job.Compilation.Source;
import io.vsl.job.Job;
import io.vsl.job.JobResult;
import io.vsl.job.JobStatus;
import io.vsl.job.MediaFolder;
import io.vsl.job.MediaType;
import io.vsl.job.Output;
import io.vsl.stores.SeenJobs.Seen;
import java.util.Optional;

/** Whether something can be made of a job's first file, as far as is known by now. */
public sealed interface SourceState {

    /** It can. */
    record Usable(String s3Path, Output output) implements SourceState {}

    /** It has ended, and how is not known yet. */
    record Late() implements SourceState {}

    /**
     * It can't.
     *
     * @param message going on from its name
     */
    record Unusable(String code, String message) implements SourceState {}

    /** Another user's job is one that is not there. */
    static SourceState of(Source source, Seen seen, String userId) {
        if (!userId.equals(seen.userId())) {
            return new Unusable("NOT_FOUND", "must be the id of a job of the same user");
        }
        Job job = seen.job();
        if (job == null || !job.isTerminal()) {
            return seen.ended() ? new Late() : notCompleted(job == null ? JobStatus.PENDING : job.status());
        }
        JobResult result = job.result();
        if (result == null) {
            return notCompleted(job.status());
        }
        if (job.mediaDeletedAt() != null) {
            return new Unusable("MEDIA_DELETED", "must be a job that has its files; they are deleted");
        }
        Output first = result.outputs().getFirst();
        Optional<MediaType> kind = MediaType.ofContent(first.contentType());
        return kind.equals(Optional.of(source.kind()))
                ? new Usable(MediaFolder.of(job), first)
                : new Unusable(
                        "NOT_ALLOWED",
                        "must be a job whose first file is %s, not %s"
                                .formatted(source.kind().value(), first.contentType()));
    }

    private static Unusable notCompleted(JobStatus status) {
        return new Unusable("NOT_COMPLETED", "must be a completed job; it is " + status.value());
    }
}
