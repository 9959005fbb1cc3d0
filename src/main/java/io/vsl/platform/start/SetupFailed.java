package io.vsl.platform.start;

import java.io.Serial;

/** What {@code setup} found keeps it from its work. */
final class SetupFailed extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String mend;

    SetupFailed(String found, String mend) {
        super(found);
        this.mend = mend;
    }

    /** What to do. */
    String mend() {
        return mend;
    }
}
