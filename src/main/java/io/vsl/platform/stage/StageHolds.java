package io.vsl.platform.stage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vsl.platform.metrics.DiskRoom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Which stages of this process hold, since when and why. It is said by readiness, whose status is then {@code HOLDING}, by
 * the gauge {@code vsl.stage.holding} (seconds), and by the log once a minute.
 */
@Component("stages")
class StageHolds implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(StageHolds.class);

    private static final Status HOLDING = new Status("HOLDING", "A stage can't go on");

    private static final Duration SAY_EVERY = Duration.ofMinutes(1);

    /** Then the records went to another process: whoever holds fails again well before. */
    private static final Duration OVER = Duration.ofMinutes(5);

    private final StageProperties properties;
    private final MeterRegistry meters;
    private final DiskRoom disk;
    private final Clock clock;
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    /** Stages that have a gauge. */
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    StageHolds(StageProperties properties, MeterRegistry meters, DiskRoom disk, Clock clock) {
        this.properties = properties;
        this.meters = meters;
        this.disk = disk;
        this.clock = clock;
    }

    /**
     * A stage that fails again and again.
     *
     * @param since  of the first failure
     * @param last   of the last
     * @param said   when the log said so last; before {@code since}: not yet
     * @param record where the first of the records stands that wait
     */
    record Hold(Instant since, Instant last, Instant said, String record, String reason) {}

    /** The work on a poll of that stage has failed, and is to be tried again. Empty while that is too new to be told. */
    Optional<Hold> failed(String stage, String record, Throwable failure) {
        if (shown.add(stage)) {
            meters.gauge("vsl.stage.holding", Tags.of("stage", stage), this, it -> it.seconds(stage));
        }
        disk.failed(failure);
        Instant now = clock.instant();
        Hold hold = holds.compute(stage, (name, before) -> {
            boolean isNew = before == null || isOver(before, now);
            Instant since = isNew ? now : before.since();
            return new Hold(since, now, isNew ? now.minus(SAY_EVERY) : before.said(), record, reason(failure));
        });
        if (!isTold(hold, now)) {
            return Optional.empty();
        }
        if (!now.isBefore(hold.said().plus(SAY_EVERY))) {
            LOG.atWarn()
                    .addKeyValue("action", "hold")
                    .addKeyValue("stage", stage)
                    .addKeyValue("since", hold.since())
                    .addKeyValue("record", hold.record())
                    .addKeyValue("error", hold.reason())
                    .log("The stage holds: nothing is committed until it can go on");
            holds.computeIfPresent(stage, (name, it) -> new Hold(it.since(), it.last(), now, it.record(), it.reason()));
        }
        return Optional.of(hold);
    }

    /** A poll of that stage was committed. */
    void over(String stage) {
        Hold hold = holds.remove(stage);
        if (hold != null && isTold(hold, clock.instant())) {
            LOG.atInfo()
                    .addKeyValue("action", "hold")
                    .addKeyValue("stage", stage)
                    .addKeyValue("since", hold.since())
                    .log("The stage goes on");
        }
    }

    @Override
    public Health health() {
        Instant now = clock.instant();
        Health.Builder health = Health.up();
        holds.forEach((stage, hold) -> {
            if (isTold(hold, now) && !isOver(hold, now)) {
                health.status(HOLDING).withDetail(stage, Map.of("since", hold.since(), "reason", hold.reason()));
            }
        });
        return health.build();
    }

    private double seconds(String stage) {
        Hold hold = holds.get(stage);
        Instant now = clock.instant();
        return hold == null || isOver(hold, now)
                ? 0
                : Duration.between(hold.since(), now).toSeconds();
    }

    private boolean isTold(Hold hold, Instant now) {
        return !now.isBefore(hold.since().plus(properties.holdingAfter()));
    }

    private static boolean isOver(Hold hold, Instant now) {
        return now.isAfter(hold.last().plus(OVER));
    }

    /** What is furthest down says what is wrong; what is around it, that something was. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 50; depth++) {
            root = root.getCause();
        }
        return root instanceof TryAgain
                ? String.valueOf(root.getMessage())
                : root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
