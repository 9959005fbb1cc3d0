package io.vsl.platform.copy;

import java.io.Serial;

/** A file can't be fetched, now or later. The message goes on from it: {@code is larger than …}. */
public final class FileRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public FileRefused(String message) {
        super(message);
    }
}
