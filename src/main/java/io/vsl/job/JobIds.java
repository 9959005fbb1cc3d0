package io.vsl.job;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The text of a job's id: a UUID in its usual form, 36 characters. */
public final class JobIds {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private JobIds() {}

    /** @throws IllegalArgumentException when it isn't one */
    public static UUID of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no UUID"));
    }

    /** Empty when it isn't one; {@link UUID#fromString} alone would take shorter texts too. */
    public static Optional<UUID> parse(String text) {
        return UUID_TEXT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
