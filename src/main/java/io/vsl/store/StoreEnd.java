package io.vsl.store;

import org.apache.camel.util.ObjectHelper;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** How the storing of a job ended. */
public sealed interface StoreEnd {

    /** All is there that can be, and {@code stored.json} says what: a {@link io.vsl.job.JobStored}. */
    record Stored(byte[] event) implements StoreEnd {}

    /** There is no file that can be kept. */
    record Impossible(CantStore reason) implements StoreEnd {}

    /** A file may come yet: this job is taken up again later, and its neighbours go on. */
    record Later(NotYet reason) implements StoreEnd {}

    /**
     * S3 is away, or has refused something.
     *
     * @param isAnswered whether it was S3 that answered, and not nobody
     */
    record Held(Exception reason, boolean isAnswered) implements StoreEnd {}

    /** What is thrown may stand inside the exceptions of the steps in which it happened. */
    static StoreEnd of(Exception thrown) {
        CantStore impossible = ObjectHelper.getException(CantStore.class, thrown);
        if (impossible != null) {
            return new Impossible(impossible);
        }
        NotYet later = ObjectHelper.getException(NotYet.class, thrown);
        if (later != null) {
            return new Later(later);
        }
        return new Held(thrown, ObjectHelper.getException(S3Exception.class, thrown) != null);
    }
}
