package io.vsl.conclude;

import io.vsl.job.OutcomeProposed;
import io.vsl.platform.stage.PolledRecord;
import java.util.UUID;

/** An outcome that a stage proposes, and where it stands. */
record Proposal(PolledRecord item, OutcomeProposed proposed) {

    UUID jobId() {
        return proposed.job().jobId();
    }

    /** Of {@code outcome.proposed}; a job's proposals stand in one partition. */
    int partition() {
        return item.consumed().partition();
    }

    long offset() {
        return item.consumed().offset();
    }
}
