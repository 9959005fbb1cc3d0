package io.vsl.platform.stage;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;

/**
 * What stands on {@code vsl.<stage>.retry}: the record's own bytes, key and headers, and beside them
 * {@code retry-attempt} (counted from 1), {@code retry-due} (ISO-8601) and {@code retry-reason}, all as strings. The
 * delays grow from one second to two minutes, each shortened by up to a fifth at random.
 */
@Component
class Retries {

    private static final String ATTEMPT = "retry-attempt";
    private static final String DUE = "retry-due";
    private static final String REASON = "retry-reason";

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

    Outgoing of(String stage, Item item) {
        Consumed consumed = item.consumed();
        int attempt = attempt(consumed) + 1;
        Map<String, Object> headers = OriginalHeaders.of(consumed, Map.of(
                ATTEMPT, Integer.toString(attempt),
                DUE, clock.instant().plus(delay(attempt)).toString(),
                REASON, Objects.requireNonNull(item.postponedReason())));
        return new Outgoing(topics.retry(stage), consumed.key(), consumed.value(), headers);
    }

    /** How long until all of these records are due; never longer than the longest delay, whatever a header says. */
    Duration untilDue(Batch batch) {
        Instant now = clock.instant();
        return batch.items().stream()
                .map(item -> Duration.between(now, due(item.consumed())))
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

    private static int attempt(Consumed consumed) {
        try {
            return Math.max(0, consumed.header(ATTEMPT).map(Integer::parseInt).orElse(0));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Instant due(Consumed consumed) {
        try {
            return consumed.header(DUE).map(Instant::parse).orElse(consumed.timestamp());
        } catch (DateTimeParseException e) {
            return consumed.timestamp();
        }
    }
}
