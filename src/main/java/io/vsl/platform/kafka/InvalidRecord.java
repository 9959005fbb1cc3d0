package io.vsl.platform.kafka;

import java.io.Serial;

/** A record that can never be processed, however often it is read: it becomes a dead letter with this message. */
public final class InvalidRecord extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidRecord(String reason) {
        super(reason);
    }
}
