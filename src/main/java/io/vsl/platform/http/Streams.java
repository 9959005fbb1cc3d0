package io.vsl.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.platform.metrics.Refusals;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** How many streams are open. They hold their connections for long, and others need some too. */
@Component
class Streams {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Refusals refusals;
    private final int most;
    private final int mostOfOwner;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> byOwner = new ConcurrentHashMap<>();

    Streams(HttpProperties properties, Refusals refusals, MeterRegistry meters) {
        this.refusals = refusals;
        this.most = properties.streams();
        this.mostOfOwner = properties.maxStreamsPerUser();
        meters.gauge("vsl.http.streams", open);
    }

    /**
     * One more.
     *
     * @throws Problem 503 when there are too many, 429 when the owner has too many
     */
    void begin(String owner) {
        int ofOwner = byOwner.merge(owner, 1, Integer::sum);
        int all = open.incrementAndGet();
        if (ofOwner > mostOfOwner) {
            end(owner);
            throw Problem.tooMany(
                    "TOO_MANY_STREAMS",
                    "You have %d streams open, which is as many as may be".formatted(mostOfOwner),
                    RETRY_AFTER);
        }
        if (all > most) {
            end(owner);
            throw Problem.unavailable("OVERLOADED", "Too many streams are open; come again", RETRY_AFTER);
        }
    }

    void end(String owner) {
        open.decrementAndGet();
        byOwner.compute(owner, (name, count) -> count == null || count == 1 ? null : count - 1);
    }

    /** One whose reader does not keep up. */
    void cutOff() {
        refusals.count(
                "connection",
                "slow-stream",
                "streams of events were not read as fast as they were written: slow networks, or an attack");
    }
}
