package io.vsl.job;

import java.util.Optional;
import java.util.UUID;

/** The text by which a request names an upload: {@code upload:} and a UUID. */
public final class UploadIds {

    private static final String PREFIX = "upload:";

    private UploadIds() {}

    public static String text(UUID id) {
        return PREFIX + id;
    }

    /** Whether the text is meant as one, sound or not. */
    public static boolean isMeant(String text) {
        return text.strip().regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** Empty when it isn't one. */
    public static Optional<UUID> parse(String text) {
        String stripped = text.strip();
        return isMeant(stripped) ? JobIds.parse(stripped.substring(PREFIX.length())) : Optional.empty();
    }
}
