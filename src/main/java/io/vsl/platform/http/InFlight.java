package io.vsl.platform.http;

import io.vsl.platform.metrics.Refusals;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Requests that are there as a whole and not answered yet. When Kafka or a store is slow they become many, and what they
 * hold must fit into the heap: those beyond are told to come again. A request whose body is coming in is none of them.
 */
@Component
class InFlight {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int most;
    private final Refusals refusals;
    private final AtomicInteger count = new AtomicInteger();

    InFlight(HttpProperties properties, Refusals refusals) {
        this.most = properties.inFlight();
        this.refusals = refusals;
    }

    /**
     * One more.
     *
     * @throws Problem 503 when there are too many
     */
    void begin() {
        if (count.incrementAndGet() <= most) {
            return;
        }
        count.decrementAndGet();
        refusals.count(
                "connection",
                "in-flight",
                "more requests wait for Kafka or a store than vsl.http.max-in-flight: one of them is slow, or there are"
                        + " more callers than this process can serve");
        throw Problem.unavailable("OVERLOADED", "Too many requests are waiting; send it again", RETRY_AFTER);
    }

    void end() {
        count.decrementAndGet();
    }
}
