package io.vsl.devstack.simulator;

import java.util.Locale;

/** Where a prediction is, in Replicate's words. */
enum Status {
    STARTING,
    PROCESSING,
    SUCCEEDED,
    FAILED,
    CANCELED,
    ABORTED;

    boolean terminal() {
        return this != STARTING && this != PROCESSING;
    }

    /** The name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
