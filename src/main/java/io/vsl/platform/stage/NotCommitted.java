package io.vsl.platform.stage;

import java.io.Serial;

/** The outputs are written and the offsets are not: the poll is read again, never the commit alone. */
final class NotCommitted extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotCommitted(Throwable cause) {
        super(cause);
    }
}
