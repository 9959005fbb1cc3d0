package io.vsl.platform.copy;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A file can't be fetched just now, though it may be later. The message says what happened: {@code status 503}. */
public final class FileAway extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean isGone;

    /** @param isGone whether its host says that there is no such file */
    public FileAway(@Nullable String message, boolean isGone) {
        super(message);
        this.isGone = isGone;
    }

    /** Whether its host says that there is no such file, or none for us: that is how hosts answer for one that is gone. */
    public boolean isGone() {
        return isGone;
    }
}
