package io.vsl.render;

import org.apache.camel.util.ObjectHelper;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** How the rendering of a job ended. */
public sealed interface RenderEnd {

    /** It has not begun. */
    record Open() implements RenderEnd {}

    /** All is there that can be, and {@code metadata.json} is the job as it completed. */
    record Rendered(byte[] metadata) implements RenderEnd {}

    /** What was made of its files before is made again, and that is all. */
    record Remade() implements RenderEnd {}

    /** There was no time left for it in its poll: it waits for another. */
    record Later() implements RenderEnd {}

    /**
     * S3 or the disk is away, or has refused something.
     *
     * @param isAnswered whether it was S3 that answered, and not nobody
     */
    record Held(Exception reason, boolean isAnswered) implements RenderEnd {}

    /** What is thrown may stand inside the exceptions of the steps in which it happened. */
    static RenderEnd of(Exception thrown) {
        if (ObjectHelper.getException(NotYet.class, thrown) != null) {
            return new Later();
        }
        return new Held(thrown, ObjectHelper.getException(S3Exception.class, thrown) != null);
    }
}
