package io.vsl.store;

import java.io.IOException;
import java.io.Serial;

/** An output can't be fetched just now, though it may be later. */
final class NotYet extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotYet(String reason) {
        super(reason);
    }
}
