package io.vsl.platform.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a store is, told in the log and by the metric {@code vsl.store.up} (1 or 0) with the tag {@code store}. The log
 * has a line for each change, and one a minute while the store isn't {@link StoreState#READY}.
 */
public final class StoreHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    private static final Duration REPEATED = Duration.ofMinutes(1);

    private final String store;
    private final String name;
    private final Clock clock;
    private volatile Known known = new Known(StoreState.AWAY, "it has not been reached yet");
    private @Nullable Instant told;

    /**
     * Not reached yet.
     *
     * @param store the metric's tag
     * @param name  as the log has it
     */
    public StoreHealth(String store, String name, MeterRegistry meters, Clock clock) {
        this.store = store;
        this.name = name;
        this.clock = clock;
        meters.gauge("vsl.store.up", Tags.of("store", store), this, health -> health.isReady() ? 1 : 0);
    }

    /** @param reason why it isn't ready, for operators, without secrets; empty when it is */
    public record Known(StoreState state, String reason) {}

    public Known known() {
        return known;
    }

    public boolean isReady() {
        return known.state() == StoreState.READY;
    }

    /** It answers and takes writes. */
    public void ready() {
        is(StoreState.READY, "");
    }

    /** It is not ready, and why. */
    public void is(StoreState state, String reason) {
        Known before = known;
        known = new Known(state, reason);
        Instant now = clock.instant();
        Instant last = told;
        if (last != null
                && before.state() == state
                && (state == StoreState.READY || now.isBefore(last.plus(REPEATED)))) {
            return;
        }
        told = now;
        (state == StoreState.READY ? LOG.atInfo() : LOG.atWarn())
                .addKeyValue("action", "look-at-store")
                .addKeyValue("store", store)
                .log(line(state, reason));
    }

    private String line(StoreState state, String reason) {
        return switch (state) {
            case READY -> name + " answers and takes writes";
            case REFUSING -> name + " answers and takes no writes: " + reason;
            case AWAY -> name + " is away, and looked for again: " + reason;
            case WRONG -> name + " can't be used as it is configured: " + reason;
        };
    }
}
