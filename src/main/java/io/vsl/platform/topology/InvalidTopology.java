package io.vsl.platform.topology;

import java.io.Serial;
import java.util.List;

/** The topology, or a choice of its stages, can't be used. The message is for people: what is wrong where, and what is allowed. */
public final class InvalidTopology extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidTopology(String message) {
        super(message);
    }

    InvalidTopology(List<String> faults) {
        this(String.join("\n", faults));
    }
}
