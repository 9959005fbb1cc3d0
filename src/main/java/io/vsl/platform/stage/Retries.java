package io.vsl.platform.stage;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.DelayHeaders;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.topology.DelayTier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.stereotype.Component;

/**
 * What stands on {@code vsl.<stage>.retry}: a record with its own bytes, key and headers, which the stage takes up as if
 * it stood where it was read first. Beside its headers are {@code retry-topic}, {@code -partition}, {@code -offset} and
 * {@code -timestamp}, which say where that is. One that was postponed has also {@code retry-stage}, {@code -attempt}
 * (counted from 1), {@code -due} (ISO-8601), {@code -reason} and {@code -first-time}, all as strings. It waits on the
 * topic of a {@link DelayTier}, from where the stage {@code delay} brings it to the retry topic. A record that stands
 * there is due, whatever it says.
 */
@Component
public class Retries {

    private static final String PREFIX = "retry-";
    private static final String TOPIC = PREFIX + "topic";
    private static final String PARTITION = PREFIX + "partition";
    private static final String OFFSET = PREFIX + "offset";
    private static final String TIMESTAMP = PREFIX + "timestamp";
    static final String ATTEMPT = PREFIX + "attempt";
    private static final String REASON = PREFIX + "reason";
    private static final String FIRST_TIME = PREFIX + "first-time";

    /** Whatever a forged number says: one more can be counted. */
    private static final int MOST_ATTEMPTS = 1_000_000;

    private static final List<String> OBEYED = List.of(ATTEMPT, FIRST_TIME);

    /** The delays of the first attempts; the last one is that of all others. Each is a tier, so that it takes one step. */
    private static final List<DelayTier> DELAYS =
            List.of(DelayTier.SECOND, DelayTier.FIVE_SECONDS, DelayTier.HALF_A_MINUTE, DelayTier.TWO_MINUTES);

    private final Topics topics;
    private final Clock clock;

    Retries(Topics topics, Clock clock) {
        this.topics = topics;
        this.clock = clock;
    }

    /** The record by which the stage takes up that one at once, as if it came for the first time. */
    public Outgoing replay(String stage, Consumed consumed) {
        if (topics.isOnTheWay(consumed.topic())) {
            // What it says of its place and its stage is another stage's.
            return onward(topics.retry(stage), consumed);
        }
        return write(topics.retry(stage), consumed, Map.of());
    }

    /** The same record, as it is, on another topic. */
    public Outgoing onward(String topic, Consumed consumed) {
        return new Outgoing(topic, consumed.key(), consumed.value(), OriginalHeaders.of(consumed, Map.of()));
    }

    /** The record by which a postponed one waits. */
    Outgoing postponed(String stage, PolledRecord polled) {
        Consumed consumed = polled.consumed();
        Instant now = clock.instant();
        int attempt = attempt(consumed) + 1;
        Instant wanted = polled.due();
        Instant due = wanted == null ? now.truncatedTo(ChronoUnit.MILLIS).plus(delay(attempt)) : wanted;
        return write(
                topics.delay(DelayTier.of(Duration.between(now.truncatedTo(ChronoUnit.MILLIS), due))),
                consumed,
                Map.of(
                        DelayHeaders.STAGE,
                        stage,
                        ATTEMPT,
                        Integer.toString(attempt),
                        DelayHeaders.DUE,
                        due.toString(),
                        REASON,
                        Objects.requireNonNull(polled.postponedReason()),
                        FIRST_TIME,
                        firstTime(consumed).orElse(now.toString())));
    }

    private static Duration delay(int attempt) {
        return DELAYS.get(Math.min(attempt, DELAYS.size()) - 1).length();
    }

    private static Outgoing write(String topic, Consumed consumed, Map<String, Object> about) {
        Map<String, Object> ours = new HashMap<>(about);
        ours.put(TOPIC, consumed.topic());
        ours.put(PARTITION, Integer.toString(consumed.partition()));
        ours.put(OFFSET, Long.toString(consumed.offset()));
        ours.put(TIMESTAMP, consumed.timestamp().toString());
        Map<String, Object> headers = OriginalHeaders.of(consumed, ours);
        headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX) && !ours.containsKey(name));
        return new Outgoing(topic, consumed.key(), consumed.value(), headers);
    }

    /**
     * A record of a retry topic as it was where it was read first; any other without what only we may say of it. One on
     * its way to another stage stays as it is.
     */
    Consumed original(Consumed consumed) {
        if (topics.isOnTheWay(consumed.topic())) {
            return consumed;
        }
        if (!topics.isRetry(consumed.topic())) {
            return withoutForged(consumed);
        }
        try {
            return new Consumed(
                    consumed.header(TOPIC).orElseThrow(),
                    Integer.parseInt(consumed.header(PARTITION).orElseThrow()),
                    Long.parseLong(consumed.header(OFFSET).orElseThrow()),
                    Instant.parse(consumed.header(TIMESTAMP).orElseThrow()),
                    consumed.key(),
                    consumed.value(),
                    consumed.headers());
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
        return new Consumed(
                consumed.topic(),
                consumed.partition(),
                consumed.offset(),
                consumed.timestamp(),
                consumed.key(),
                consumed.value(),
                headers);
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
    static int attempt(Consumed consumed) {
        try {
            return Math.clamp(consumed.header(ATTEMPT).map(Integer::parseInt).orElse(0), 0, MOST_ATTEMPTS);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** When the record was postponed first. */
    Optional<String> firstTime(Consumed consumed) {
        return consumed.header(FIRST_TIME);
    }
}
