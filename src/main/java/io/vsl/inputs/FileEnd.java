package io.vsl.inputs;

import io.vsl.platform.copy.FileAway;
import io.vsl.platform.copy.FileRefused;
import org.apache.camel.util.ObjectHelper;

/** What became of one file. */
public sealed interface FileEnd {

    /** It is in S3. */
    record Kept(String key) implements FileEnd {}

    /** It can't be used, now or later. The reason goes on from its field: {@code is empty}. */
    record Refused(String reason) implements FileEnd {}

    /** It may come yet. The reason says what happened: {@code status 503}. */
    record Late(String reason) implements FileEnd {}

    /** S3 is away, or has refused something. */
    record Held(Exception reason) implements FileEnd {}

    /** What is thrown may stand inside the exceptions of the steps in which it happened. */
    static FileEnd of(Exception thrown) {
        FileRefused refused = ObjectHelper.getException(FileRefused.class, thrown);
        if (refused != null) {
            return new Refused(String.valueOf(refused.getMessage()));
        }
        FileAway away = ObjectHelper.getException(FileAway.class, thrown);
        if (away == null) {
            return new Held(thrown);
        }
        return away.isGone()
                ? new Refused("can't be fetched: " + away.getMessage())
                : new Late(String.valueOf(away.getMessage()));
    }
}
