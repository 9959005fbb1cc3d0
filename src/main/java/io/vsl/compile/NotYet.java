package io.vsl.compile;

import java.io.Serial;

/** A compilation can't be made just now, though it may be later. */
final class NotYet extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotYet(String reason) {
        super(reason);
    }

    /** Of one that would not be made, or was not, before its poll has to end. */
    static NotYet noTime() {
        return new NotYet("There was no time left for it in its poll");
    }
}
