package io.vsl.platform.url;

import java.io.Serial;

/** A text is no URL that can be used. The message goes on from the text: {@code has no host}; it never has the text. */
public class InvalidUrl extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidUrl(String message) {
        super(message);
    }
}
