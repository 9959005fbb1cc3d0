package io.vsl.compile;

import java.io.Serial;

/** What a compilation needs isn't there now, and may come: its sources, or room on the disk. */
final class NotYet extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String DISK_FULL = "No space left on device";

    NotYet(String reason) {
        super(reason);
    }

    /** In the system's own words, which ffmpeg repeats. */
    static boolean isDiskFull(String message) {
        return message.contains(DISK_FULL);
    }

    /** Another process may have room, and this one when its other compilations are made. */
    static NotYet diskFull() {
        return new NotYet("The disk is full on which the compilation is made");
    }
}
