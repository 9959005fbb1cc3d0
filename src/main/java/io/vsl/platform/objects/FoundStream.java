package io.vsl.platform.objects;

import java.io.InputStream;

/** What S3 answers when an object is read that may be large. Whoever takes it closes it. */
public sealed interface FoundStream {

    /** Its bytes, as they come. */
    record There(InputStream content) implements FoundStream {}

    /** There is no such object, or none that can be read now. */
    record Absent() implements FoundStream {}
}
