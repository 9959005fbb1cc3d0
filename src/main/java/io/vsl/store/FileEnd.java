package io.vsl.store;

import io.vsl.job.Output;

/** What became of one file of a job. */
public sealed interface FileEnd {

    /** It is in S3. */
    record Kept(int index, Output output) implements FileEnd {}

    /** It can't be kept, now or later. */
    record Missing(int index, CantStore reason) implements FileEnd {}

    /** It can't be fetched just now. */
    record Late(NotYet reason) implements FileEnd {}

    /** S3 is away, which is so for all. */
    record Failed(Exception reason) implements FileEnd {}
}
