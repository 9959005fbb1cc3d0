package io.vsl.delay;

import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.DelayHeaders;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.Retries;
import io.vsl.platform.topology.DelayTier;
import io.vsl.platform.topology.Topology;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Sends each record on: to its stage when it is due, otherwise to the delay topic for the time that is left. A record that
 * doesn't say where it belongs, or when, becomes a dead letter.
 */
@Component("returnDelayed")
class ReturnDelayed {

    private final Topology topology;
    private final Topics topics;
    private final Retries retries;
    private final MeterRegistry meters;
    private final Clock clock;

    ReturnDelayed(Topology topology, Topics topics, Retries retries, MeterRegistry meters, Clock clock) {
        this.topology = topology;
        this.topics = topics;
        this.retries = retries;
        this.meters = meters;
        this.clock = clock;
    }

    public void send(Batch batch) {
        Instant now = clock.instant();
        batch.forEach(polled -> send(polled, now));
    }

    private void send(PolledRecord polled, Instant now) {
        Consumed consumed = polled.consumed();
        String stage = stage(consumed);
        Duration left = Duration.between(now, due(consumed, now));
        boolean isDue = left.isZero() || left.isNegative();
        String topic = isDue ? topics.retry(stage) : topics.delay(DelayTier.of(left));
        polled.finish(List.of(retries.onward(topic, consumed)));
        if (isDue) {
            meters.counter("vsl.delay.records.returned", "stage", stage).increment();
        }
    }

    private String stage(Consumed consumed) {
        String stage = DelayHeaders.stage(consumed.headers())
                .orElseThrow(() -> new InvalidRecord("The header " + DelayHeaders.STAGE + " names no stage"));
        if (stage.equals(Topology.DELAY) || !topology.consuming().contains(stage)) {
            throw new InvalidRecord("The header " + DelayHeaders.STAGE + " names no stage that postpones: " + stage);
        }
        return stage;
    }

    private static Instant due(Consumed consumed, Instant now) {
        Instant due = DelayHeaders.due(consumed.headers())
                .orElseThrow(() -> new InvalidRecord("The header " + DelayHeaders.DUE + " says no time"));
        if (DelayHeaders.isTooFarAhead(due, now)) {
            throw new InvalidRecord("The header " + DelayHeaders.DUE + " says a time that is too far ahead: " + due);
        }
        return due;
    }
}
