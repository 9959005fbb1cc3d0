package io.vsl.compile;

import java.io.Serial;

/** What a compilation is made of is on its way. */
final class NotYet extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotYet(String reason) {
        super(reason);
    }
}
