package io.vsl.platform.postgres;

import io.vsl.job.JobIds;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where something stands in the order of pages, which begin with the newest. */
public record Position(Instant createdAt, UUID id) {

    /** Before the newest. */
    public static final Position FIRST = new Position(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1, -1));

    /** PostgreSQL has no year 0. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Pattern TEXT = Pattern.compile("([0-9]{4}-[^/]*Z)/(.*)");

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Position parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        try {
            Instant createdAt = Instant.parse(matcher.group(1));
            if (createdAt.isBefore(EARLIEST)) {
                throw new IllegalArgumentException(text);
            }
            return new Position(createdAt, JobIds.parse(matcher.group(2)).orElseThrow(IllegalArgumentException::new));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public String toString() {
        return createdAt + "/" + id;
    }
}
