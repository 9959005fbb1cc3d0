package io.vsl.platform.stage;

import io.vsl.testing.Application;
import java.io.IOException;

/** A stage that has held for a moment, for tests of what is said of it. */
public final class HeldOnce {

    private HeldOnce() {}

    /** For want of room on a disk; and it goes on at once. */
    public static void forWantOfRoom(Application application, String stage) {
        StageHolds holds = application.bean(StageHolds.class);
        var unused = holds.failed(stage, "none-0@0", new IOException("No space left on device"));
        holds.over(stage);
    }
}
