package io.vsl.provider.replicate;

import java.io.IOException;
import java.io.Serial;

/** A request was held up for so long that it must not be sent any more; not a byte of it was. */
final class TooLate extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    TooLate() {
        super("too late to be sent");
    }
}
