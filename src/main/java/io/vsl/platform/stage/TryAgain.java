package io.vsl.platform.stage;

import java.io.Serial;

/** Some records of the poll could not be processed yet: the stage works on these again, after a pause. */
public final class TryAgain extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public TryAgain(String reason) {
        super(reason, null, false, false);
    }
}
