package io.vsl.platform.json;

import java.io.Serial;

/** Bytes are not the JSON that they must be. The message is a sentence for whoever wrote them; it has none of the bytes. */
public final class NotJson extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    NotJson(String message) {
        super(message, null, false, false);
    }

    /** The sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
