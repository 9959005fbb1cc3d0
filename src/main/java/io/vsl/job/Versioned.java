package io.vsl.job;

/** What is kept of a job at one of its events. */
public interface Versioned {

    /** A later state of a job has a higher one; {@link JobSnapshot#of} says how events come by it. */
    long version();
}
