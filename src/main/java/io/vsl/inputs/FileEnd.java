package io.vsl.inputs;

import io.vsl.platform.copy.FileAway;
import io.vsl.platform.copy.FileRefused;
import java.util.Set;
import org.apache.camel.util.ObjectHelper;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What became of one file. */
public sealed interface FileEnd {

    /** Answers of S3 about an object that is another than it was a moment ago: what is asked for is not in it any more. */
    Set<Integer> REPLACED = Set.of(409, 412, 416);

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
        S3Exception answered = ObjectHelper.getException(S3Exception.class, thrown);
        if (answered != null && REPLACED.contains(answered.statusCode())) {
            return new Late("was replaced while it was copied");
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
