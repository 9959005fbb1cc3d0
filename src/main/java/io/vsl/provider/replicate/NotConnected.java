package io.vsl.provider.replicate;

import java.io.IOException;
import java.io.Serial;

/** No connection came about that a request could have gone out on; not a byte of it was sent. */
final class NotConnected extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotConnected(Exception cause) {
        super(cause.toString(), cause);
    }
}
