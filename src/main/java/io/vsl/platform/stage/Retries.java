package io.vsl.platform.stage;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.stereotype.Component;

/**
 * What stands on {@code vsl.<stage>.retry}: a record with its own bytes, key and headers, which the stage takes up as if
 * it stood where it was read first. Beside its headers are {@code retry-topic}, {@code -partition}, {@code -offset} and
 * {@code -timestamp}, which say where that is, and, of a record that was postponed, {@code retry-attempt} (counted from
 * 1), {@code -due} (ISO-8601), {@code -reason} and {@code -first-time}, all as strings. The delays grow from one second
 * to two minutes, each shortened by up to a fifth at random.
 */
@Component
public class Retries {

    private static final String PREFIX = "retry-";
    private static final String TOPIC = PREFIX + "topic";
    private static final String PARTITION = PREFIX + "partition";
    private static final String OFFSET = PREFIX + "offset";
    private static final String TIMESTAMP = PREFIX + "timestamp";
    static final String ATTEMPT = PREFIX + "attempt";
    private static final String DUE = PREFIX + "due";
    private static final String REASON = PREFIX + "reason";
    private static final String FIRST_TIME = PREFIX + "first-time";

    private static final List<String> OBEYED = List.of(ATTEMPT, DUE, FIRST_TIME);

    private static final Duration FIRST = Duration.ofSeconds(1);

    /** Well below max.poll.interval: a record is waited for on the consumer's thread. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final int DOUBLINGS = 7;

    private final Topics topics;
    private final Clock clock;

    Retries(Topics topics, Clock clock) {
        this.topics = topics;
        this.clock = clock;
    }

    /** The record by which the stage takes up that one at once, as if it came for the first time. */
    public Outgoing replay(String stage, Consumed consumed) {
        return write(stage, consumed, Map.of());
    }

    Outgoing of(String stage, Item item) {
        Consumed consumed = item.consumed();
        Instant now = clock.instant();
        int attempt = attempt(consumed) + 1;
        return write(stage, consumed, Map.of(
                ATTEMPT, Integer.toString(attempt),
                DUE, now.plus(delay(attempt)).toString(),
                REASON, Objects.requireNonNull(item.postponedReason()),
                FIRST_TIME, firstTime(consumed).orElse(now.toString())));
    }

    private Outgoing write(String stage, Consumed consumed, Map<String, Object> about) {
        Map<String, Object> ours = new HashMap<>(about);
        ours.put(TOPIC, consumed.topic());
        ours.put(PARTITION, Integer.toString(consumed.partition()));
        ours.put(OFFSET, Long.toString(consumed.offset()));
        ours.put(TIMESTAMP, consumed.timestamp().toString());
        Map<String, Object> headers = OriginalHeaders.of(consumed, ours);
        headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX) && !ours.containsKey(name));
        return new Outgoing(topics.retry(stage), consumed.key(), consumed.value(), headers);
    }

    /** A record of a retry topic as it was where it was read first; any other without what only we may say of it. */
    Consumed original(Consumed consumed) {
        if (!topics.isRetry(consumed.topic())) {
            return withoutForged(consumed);
        }
        try {
            return new Consumed(consumed.header(TOPIC).orElseThrow(),
                    Integer.parseInt(consumed.header(PARTITION).orElseThrow()),
                    Long.parseLong(consumed.header(OFFSET).orElseThrow()),
                    Instant.parse(consumed.header(TIMESTAMP).orElseThrow()),
                    consumed.key(), consumed.value(), consumed.headers());
        } catch (NumberFormatException | DateTimeParseException | NoSuchElementException e) {
            return consumed;
        }
    }

    private static Consumed withoutForged(Consumed consumed) {
        if (!saysWhatIsObeyed(consumed.headers())) {
            return consumed;
        }
        RecordHeaders headers = new RecordHeaders(consumed.headers());
        OBEYED.forEach(headers::remove);
        return new Consumed(consumed.topic(), consumed.partition(), consumed.offset(), consumed.timestamp(),
                consumed.key(), consumed.value(), headers);
    }

    /** Of every record that a stage reads: hence a loop. */
    private static boolean saysWhatIsObeyed(Headers headers) {
        for (String name : OBEYED) {
            if (headers.lastHeader(name) != null) {
                return true;
            }
        }
        return false;
    }

    /** How often the record has been postponed; of a forged number, never. */
    int attempt(Consumed consumed) {
        try {
            return Math.max(0, consumed.header(ATTEMPT).map(Integer::parseInt).orElse(0));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** When the record was postponed first. */
    Optional<String> firstTime(Consumed consumed) {
        return consumed.header(FIRST_TIME);
    }

    /** How long until all of these records are due; never longer than the longest delay, whatever a header says. */
    Duration untilDue(Batch batch) {
        Instant now = clock.instant();
        return batch.items().stream()
                .map(item -> Duration.between(now, due(item.consumed(), now)))
                .max(Duration::compareTo)
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
                .orElse(Duration.ZERO);
    }

    private static Duration delay(int attempt) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS));
        long millis = Math.min(doubled.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }

    private static Instant due(Consumed consumed, Instant now) {
        try {
            return consumed.header(DUE).map(Instant::parse).orElse(now);
        } catch (DateTimeParseException e) {
            return now;
        }
    }
}
