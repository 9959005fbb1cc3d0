package io.vsl.platform.stage;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Topics;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.springframework.stereotype.Component;

/**
 * What stands on {@code vsl.<stage>.dead-letter}: the record's own bytes, key and headers, and beside them
 * {@code dead-letter-stage}, {@code -reason}, {@code -topic}, {@code -partition}, {@code -offset}, {@code -timestamp}
 * (the record's, ISO-8601) and {@code -time} (when it was given up), all as strings.
 */
@Component
class DeadLetters {

    private static final String PREFIX = "dead-letter-";

    private final Topics topics;
    private final Clock clock;

    DeadLetters(Topics topics, Clock clock) {
        this.topics = topics;
        this.clock = clock;
    }

    Outgoing of(String stage, Item item) {
        Consumed consumed = item.consumed();
        Map<String, Object> headers = new HashMap<>();
        for (Header header : consumed.headers()) {
            if (header.value() != null) {
                headers.put(harmless(header.key()), header.value());
            }
        }
        headers.put(PREFIX + "stage", stage);
        headers.put(PREFIX + "reason", Objects.requireNonNull(item.deadReason()));
        headers.put(PREFIX + "topic", consumed.topic());
        headers.put(PREFIX + "partition", Integer.toString(consumed.partition()));
        headers.put(PREFIX + "offset", Long.toString(consumed.offset()));
        headers.put(PREFIX + "timestamp", consumed.timestamp().toString());
        headers.put(PREFIX + "time", clock.instant().toString());
        return new Outgoing(topics.deadLetter(stage), consumed.key(), consumed.value(), headers);
    }

    /** Camel obeys headers of its own names, so those of a record are kept under another. */
    private static String harmless(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean obeyed = lower.startsWith("camel") || lower.startsWith("org.apache.camel") || lower.startsWith("kafka.");
        return obeyed ? "original-" + name : name;
    }
}
