package io.vsl.erase;

import io.vsl.job.Job;
import io.vsl.job.MediaDeleteRequested;
import io.vsl.platform.stage.PolledRecord;
import java.time.Instant;
import java.util.UUID;

/**
 * A record that wants a job's files to go.
 *
 * @param time when it was asked for
 */
record Wish(PolledRecord polled, MediaDeleteRequested request, Instant time) {

    UUID jobId() {
        return job().jobId();
    }

    Job job() {
        return request.job();
    }

    /** Before others of the job: a deletion, and of several the first in the log. */
    boolean precedes(Wish other) {
        boolean isDeletion = request.isDeletion();
        return isDeletion == other.request.isDeletion()
                ? polled.consumed().offset() < other.polled.consumed().offset()
                : isDeletion;
    }
}
