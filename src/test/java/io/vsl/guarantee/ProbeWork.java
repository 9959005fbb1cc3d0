package io.vsl.guarantee;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.dao.DataIntegrityViolationException;

/** Writes each record's value, which is its id, to the output topic, and fails when it is told to. */
class ProbeWork {

    /** Records whose id starts so can't be processed. */
    static final String POISON = "poison";

    /** Records whose id starts so have an output of as many MiB as the digit that follows says. */
    static final String LARGE = "large";

    /** Records whose id starts so the store refuses, and with them all that is written at once. */
    static final String REFUSED = "refused";

    /** Records whose id starts so have an output of a MiB on a topic that takes less. */
    static final String NARROW = "narrow";

    /** Records whose id starts so, {@code later-PT2M-} for example, are postponed for so long when they come first. */
    static final String LATER = "later-";

    private static final int MIB = 1 << 20;

    private final Controls controls;
    private final Clock clock;
    private final String topic;
    private final String narrowTopic;
    private final AtomicInteger polls = new AtomicInteger();

    ProbeWork(Controls controls, Clock clock, String topic, String narrowTopic) {
        this.controls = controls;
        this.clock = clock;
        this.topic = topic;
        this.narrowTopic = narrowTopic;
    }

    public void work(Batch batch) {
        if (controls.storeIsDown()) {
            throw new IllegalStateException("the store is down");
        }
        int failEvery = controls.failEvery();
        if (failEvery > 0 && polls.incrementAndGet() % failEvery == 0) {
            throw new IllegalStateException("this poll fails");
        }
        controls.begun();
        LockSupport.parkNanos(controls.pollTakes().toNanos());
        if (batch.open().stream().anyMatch(polled -> id(polled.consumed()).startsWith(REFUSED))) {
            // As the drivers of the stores have it, and Spring and Camel around them.
            throw new IllegalStateException(
                    "the poll can't be written",
                    new DataIntegrityViolationException(
                            "a value is refused", new SQLException("numeric field overflow", "22003")));
        }
        batch.forEach(this::decide);
    }

    private void decide(PolledRecord polled) {
        String id = id(polled.consumed());
        if (id.startsWith(LATER) && !polled.isAgain()) {
            polled.postpone("told to", clock.instant().plus(Duration.parse(id.split("-")[1])));
        } else {
            polled.finish(List.of(output(polled.consumed())));
        }
    }

    private Outgoing output(Consumed consumed) {
        String id = id(consumed);
        if (id.startsWith(POISON)) {
            throw new InvalidRecord("marked as poison");
        }
        if (id.startsWith(NARROW)) {
            byte[] incompressible = new byte[MIB];
            ThreadLocalRandom.current().nextBytes(incompressible);
            return new Outgoing(narrowTopic, consumed.key(), incompressible, Map.of());
        }
        String padding = id.startsWith(LARGE) ? " ".repeat((id.charAt(LARGE.length()) - '0') * MIB) : "";
        return new Outgoing(topic, consumed.key(), (id + padding).getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static String id(Consumed consumed) {
        return new String(consumed.value(), StandardCharsets.UTF_8);
    }
}
