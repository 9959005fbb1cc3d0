package io.vsl.guarantee;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.stage.Batch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Writes each record's value, which is its id, to the output topic, and fails when it is told to. */
class ProbeWork {

    /** Records whose id starts so can't be processed. */
    static final String POISON = "poison";

    /** Records whose id starts so have an output of as many MiB as the digit that follows says. */
    static final String LARGE = "large";

    private static final int MIB = 1 << 20;

    private final Controls controls;
    private final String topic;
    private final AtomicInteger polls = new AtomicInteger();

    ProbeWork(Controls controls, String topic) {
        this.controls = controls;
        this.topic = topic;
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
        batch.forEach(item -> item.finish(List.of(output(item.consumed()))));
    }

    private Outgoing output(Consumed consumed) {
        String id = new String(consumed.value(), StandardCharsets.UTF_8);
        if (id.startsWith(POISON)) {
            throw new InvalidRecord("marked as poison");
        }
        String padding = id.startsWith(LARGE) ? " ".repeat((id.charAt(LARGE.length()) - '0') * MIB) : "";
        return new Outgoing(topic, consumed.key(), (id + padding).getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
