package io.vsl.platform.stage;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.InvalidRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record of a dead-letter topic. What its headers say is empty where they don't, since anyone with write access may
 * have written it.
 *
 * @param record as it stands on the dead-letter topic
 */
public record DeadLetter(Consumed record) {

    static final String PREFIX = "dead-letter-";

    /** The header of that name without its prefix, such as {@code reason}. */
    public Optional<String> about(String name) {
        return record.header(PREFIX + name);
    }

    /** The size of the value, in bytes, of a record that was left where it stands. */
    public Optional<String> omittedBytes() {
        return about("omitted-bytes");
    }

    /**
     * The record that died, as it stood where it was read: its own key, headers and, unless it was omitted, value.
     *
     * @throws InvalidRecord when the headers don't say where that is
     */
    public Consumed original() {
        try {
            return new Consumed(
                    about("topic").orElseThrow(),
                    Integer.parseInt(about("partition").orElseThrow()),
                    Long.parseLong(about("offset").orElseThrow()),
                    Instant.parse(about("timestamp").orElseThrow()),
                    record.key(),
                    record.value(),
                    ownHeaders());
        } catch (NoSuchElementException | NumberFormatException | DateTimeException e) {
            throw new InvalidRecord("Its headers don't say where the record stood");
        }
    }

    private Headers ownHeaders() {
        Headers own = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!header.key().toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                own.add(header);
            }
        }
        return own;
    }
}
