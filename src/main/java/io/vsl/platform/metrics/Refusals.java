package io.vsl.platform.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts what was refused, as {@code vsl.<what>.refused} with the tag {@code reason}, and says so in the log: the first at
 * once, those that follow once a minute for each reason. Who calls may be anybody, so nothing that they sent is told.
 */
@Component
public class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Untold> untold = new ConcurrentHashMap<>();

    Refusals(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** What was not told yet, since when it was told last; null: never. */
    private record Untold(long count, @Nullable Instant told) {

        boolean isDue(Instant now) {
            return told == null || !now.isBefore(told.plus(EVERY));
        }
    }

    /**
     * One more.
     *
     * @param what   was refused: {@code webhook}, {@code auth} …
     * @param reason one of a few fixed words
     * @param cause  the likely cause and what to do, a sentence for operators without a secret in it
     */
    public void count(String what, String reason, String cause) {
        meters.counter("vsl." + what + ".refused", "reason", reason).increment();
        Instant now = clock.instant();
        untold.compute(what + "/" + reason, (key, before) -> {
            long count = before == null ? 1 : before.count() + 1;
            if (before != null && !before.isDue(now)) {
                return new Untold(count, before.told());
            }
            LOG.atWarn()
                    .addKeyValue("action", what)
                    .addKeyValue("reason", reason)
                    .addKeyValue("refused", count)
                    .log("{} refused ({}, {} since this was said last): {}", what, reason, count, cause);
            return new Untold(0, now);
        });
    }
}
