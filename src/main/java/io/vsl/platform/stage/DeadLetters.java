package io.vsl.platform.stage;

import io.vsl.job.JobError;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Topics;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * What stands on {@code vsl.<stage>.dead-letter}: the record's own bytes, key and headers, and beside them
 * {@code dead-letter-stage}, {@code -reason}, {@code -error} (a class), {@code -topic}, {@code -partition},
 * {@code -offset}, {@code -timestamp} (the record's, ISO-8601), {@code -attempts}, {@code -first-time} (of the first
 * attempt that failed) and {@code -time} (when it was given up), all as strings.
 *
 * <p>A record that is too large to be written beside these, such as one that was packed well, is left where it stands:
 * its dead letter has {@code dead-letter-omitted-bytes} instead of its value and headers, and no key above 1 KiB.
 */
@Component
class DeadLetters {

    private static final String PREFIX = DeadLetter.PREFIX;

    private static final int LONGEST_KEY = 1024;

    private final Topics topics;
    private final Retries retries;
    private final Clock clock;

    DeadLetters(Topics topics, Retries retries, Clock clock) {
        this.topics = topics;
        this.retries = retries;
        this.clock = clock;
    }

    Outgoing of(String stage, PolledRecord polled) {
        Consumed consumed = polled.consumed();
        byte[] key = consumed.key();
        String now = clock.instant().toString();
        Map<String, Object> about = new HashMap<>(Map.of(
                PREFIX + "stage", stage,
                PREFIX + "reason", JobError.keepable(Objects.requireNonNull(polled.deadReason())),
                PREFIX + "error", Objects.requireNonNull(polled.deadError()),
                PREFIX + "topic", consumed.topic(),
                PREFIX + "partition", Integer.toString(consumed.partition()),
                PREFIX + "offset", Long.toString(consumed.offset()),
                PREFIX + "timestamp", consumed.timestamp().toString(),
                PREFIX + "attempts", Integer.toString(Retries.attempt(consumed) + 1),
                PREFIX + "first-time", retries.firstTime(consumed).orElse(now),
                PREFIX + "time", now));
        Outgoing whole =
                new Outgoing(topics.deadLetter(stage), key, consumed.value(), OriginalHeaders.of(consumed, about));
        if (whole.fits() && !polled.isValueOmitted()) {
            return whole;
        }
        about.put(PREFIX + "omitted-bytes", Integer.toString(consumed.value().length));
        return new Outgoing(whole.topic(), key == null || key.length > LONGEST_KEY ? null : key, new byte[0], about);
    }
}
