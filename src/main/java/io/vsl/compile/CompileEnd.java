package io.vsl.compile;

import io.vsl.job.JobError;
import io.vsl.platform.metrics.DiskRoom;
import java.io.IOException;
import java.time.Instant;
import org.apache.camel.util.ObjectHelper;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** How the making of a compilation ended. */
public sealed interface CompileEnd {

    /** It has not begun. */
    record Open() implements CompileEnd {}

    /** The job has its outcome, and nothing is to be done. */
    record Over() implements CompileEnd {}

    /** Somebody doesn't want it any more, since then. */
    record Cancelled(Instant since) implements CompileEnd {}

    /** The video is there, and {@code stored.json} says so: a {@link io.vsl.job.JobStored}. */
    record Stored(byte[] event) implements CompileEnd {}

    /** It can't be made. */
    record Impossible(JobError error) implements CompileEnd {}

    /** This one is taken up again later, and its neighbours go on. */
    record Later(String reason) implements CompileEnd {}

    /** There is no room for it. Another process may have some, and this one when its other compilations are made. */
    record DiskFull(IOException reason) implements CompileEnd {}

    /**
     * S3 or the disk is away, or has refused something.
     *
     * @param isAnswered whether it was S3 that answered, and not nobody
     */
    record Held(Exception reason, boolean isAnswered) implements CompileEnd {}

    /** What is thrown may stand inside the exceptions of the steps in which it happened. */
    static CompileEnd of(Exception thrown) {
        CantCompile impossible = ObjectHelper.getException(CantCompile.class, thrown);
        if (impossible != null) {
            return new Impossible(impossible.error());
        }
        NotYet later = ObjectHelper.getException(NotYet.class, thrown);
        if (later != null) {
            return new Later(String.valueOf(later.getMessage()));
        }
        IOException failed = ObjectHelper.getException(IOException.class, thrown);
        if (failed != null && DiskRoom.isFull(String.valueOf(failed.getMessage()))) {
            return new DiskFull(failed);
        }
        return new Held(thrown, ObjectHelper.getException(S3Exception.class, thrown) != null);
    }
}
