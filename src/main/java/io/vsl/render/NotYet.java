package io.vsl.render;

import java.io.IOException;
import java.io.Serial;

/** The time of its poll was over before all was made that can be made of a job's files. */
final class NotYet extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;
}
