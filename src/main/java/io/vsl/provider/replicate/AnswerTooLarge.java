package io.vsl.provider.replicate;

import java.io.IOException;
import java.io.Serial;

/** Replicate has answered with more than anybody reads. */
final class AnswerTooLarge extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    AnswerTooLarge(int bytes) {
        super("Replicate answers with more than %d bytes".formatted(bytes));
    }
}
