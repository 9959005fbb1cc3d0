package io.vsl.platform.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What a postponed record says of its way back. Anyone with write access may have written it. */
public final class DelayHeaders {

    /** The stage whose retry topic it goes to. */
    public static final String STAGE = "retry-stage";

    /** When it goes there, ISO-8601. */
    public static final String DUE = "retry-due";

    /** Nobody postpones a record for longer; what says so would only go from topic to topic. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private DelayHeaders() {}

    /** Empty when the record names none. */
    public static Optional<String> stage(Headers headers) {
        return text(headers, STAGE);
    }

    /** Empty when the record says no time that can be read. */
    public static Optional<Instant> due(Headers headers) {
        try {
            return text(headers, DUE).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether a record is due at a time so far ahead that whoever wrote it is wrong. */
    public static boolean isTooFarAhead(Instant due, Instant now) {
        return due.isAfter(now.plus(LONGEST));
    }

    private static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
