package io.vsl.conclude;

import io.vsl.job.OutcomeProposed;
import io.vsl.platform.stage.PolledRecord;
import java.util.UUID;

/** An outcome that a stage proposes, and where it stands. */
record Proposal(PolledRecord polled, OutcomeProposed proposed) {

    UUID jobId() {
        return proposed.job().jobId();
    }

    /** Of {@code outcome.proposed}; a job's proposals stand in one partition. */
    int partition() {
        return polled.consumed().partition();
    }

    long offset() {
        return polled.consumed().offset();
    }
}
