package io.vsl.platform.objects;

/** What S3 answers when an object is read. */
public sealed interface FoundObject {

    /** Its bytes. */
    record There(byte[] content) implements FoundObject {}

    /** There is no such object. */
    record Absent() implements FoundObject {}

    /** Nobody can say. */
    record Away(Exception reason) implements FoundObject {}
}
