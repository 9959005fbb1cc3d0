package io.vsl.store;

import java.io.IOException;
import java.io.Serial;

/** An output can't be stored just now, though it may be later. */
final class NotYet extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotYet(String reason) {
        super(reason);
    }

    /** Of one that would not be fetched, or was not, before its poll has to end. */
    static NotYet noTime() {
        return new NotYet("There was no time left for it in its poll");
    }
}
