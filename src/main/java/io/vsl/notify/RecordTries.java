package io.vsl.notify;

import io.vsl.delivery.Deliveries;
import io.vsl.delivery.Tried;
import io.vsl.platform.stage.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Writes down what came of tries: those that end within a moment, or while some are written, go together. While
 * PostgreSQL is away they wait; a delivery whose lease is over meanwhile is sent once more, under the same id.
 */
@Component
class RecordTries {

    private static final Logger LOG = LoggerFactory.getLogger(RecordTries.class);

    private static final int AT_ONCE = 500;

    /** For others to end, since a statement costs as much as many rows. */
    private static final Duration GATHER = Duration.ofMillis(10);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Deliveries deliveries;
    private final ExecutorService aside;
    private final Duration disableAfter;
    private final Queue<Ended> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    RecordTries(Deliveries deliveries, @Qualifier("aside") ExecutorService aside, NotifyProperties properties) {
        this.deliveries = deliveries;
        this.aside = aside;
        this.disableAfter = properties.disableAfter();
    }

    private record Ended(Tried tried, Consumer<Tried> then) {}

    /** @param then what follows when it is written, or can't be */
    void add(Tried tried, Consumer<Tried> then) {
        waiting.add(new Ended(tried, then));
        write();
    }

    private void write() {
        if (!waiting.isEmpty() && writing.compareAndSet(false, true)) {
            aside.execute(() -> {
                try {
                    Thread.sleep(GATHER);
                    List<Ended> some = some();
                    write(some);
                    some.forEach(ended -> ended.then().accept(ended.tried()));
                } catch (InterruptedException e) {
                    // We stop; the lease of what is not written will be over.
                    Thread.currentThread().interrupt();
                } finally {
                    writing.set(false);
                    write();
                }
            });
        }
    }

    private List<Ended> some() {
        List<Ended> some = new ArrayList<>();
        for (Ended ended = waiting.poll(); ended != null; ended = some.size() < AT_ONCE ? waiting.poll() : null) {
            some.add(ended);
        }
        return some;
    }

    private void write(List<Ended> some) throws InterruptedException {
        while (true) {
            try {
                deliveries.record(some.stream().map(Ended::tried).toList(), disableAfter);
                return;
            } catch (RuntimeException e) {
                if (Refusal.of(e).isEmpty()) {
                    LOG.atWarn()
                            .addKeyValue("action", "notify")
                            .addKeyValue("error", e.getClass().getSimpleName())
                            .log("PostgreSQL can't be told what came of webhooks");
                    Thread.sleep(PAUSE);
                } else if (some.size() > 1) {
                    write(some.subList(0, some.size() / 2));
                    write(some.subList(some.size() / 2, some.size()));
                    return;
                } else {
                    LOG.atError()
                            .addKeyValue("action", "notify")
                            .addKeyValue(
                                    "deliveryId",
                                    some.getFirst().tried().delivery().id())
                            .setCause(e)
                            .log("What came of a webhook can't be written; it is sent again");
                    return;
                }
            }
        }
    }
}
