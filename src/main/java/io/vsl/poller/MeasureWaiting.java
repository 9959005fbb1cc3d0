package io.vsl.poller;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.budget.NearlyUsed;
import io.vsl.delivery.Deliveries;
import io.vsl.stores.OpenJobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What alerts go by and only PostgreSQL knows: the ages of the oldest open job, {@code vsl.jobs.oldest-open}, and of the
 * delivery that has been due for longest, {@code vsl.notify.oldest-due}, in seconds, 0 when there is none; and how many users
 * have little left of their budget, {@code vsl.budget.nearly-used}. It is looked up at times, not when it is read. All
 * processes with the stage say the same. While PostgreSQL can't be asked, what is waiting grows older.
 */
@Component("measureWaiting")
class MeasureWaiting {

    private static final Logger LOG = LoggerFactory.getLogger(MeasureWaiting.class);

    private static final Known NOTHING = new Known(null, null, 0);

    private final OpenJobs openJobs;
    private final Deliveries deliveries;
    private final NearlyUsed nearlyUsed;
    private final MeterRegistry meters;
    private final Clock clock;
    private volatile Known known = NOTHING;
    private boolean isShown;

    MeasureWaiting(OpenJobs openJobs, Deliveries deliveries, NearlyUsed nearlyUsed, MeterRegistry meters, Clock clock) {
        this.openJobs = openJobs;
        this.deliveries = deliveries;
        this.nearlyUsed = nearlyUsed;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * @param oldestOpen null when none was open
     * @param oldestDue  null when none was due
     */
    private record Known(
            @Nullable Instant oldestOpen, @Nullable Instant oldestDue, int nearlyUsed) {}

    /** By one thread at a time. */
    public void measure() {
        try {
            Instant now = clock.instant();
            Instant firstDue = deliveries.firstDue();
            known = new Known(
                    openJobs.oldest().orElse(null), firstDue.isBefore(now) ? firstDue : null, nearlyUsed.users());
        } catch (DataAccessException e) {
            LOG.atWarn()
                    .addKeyValue("action", "measure")
                    .addKeyValue("error", e.getMessage())
                    .log("What waits can't be looked up");
            return;
        }
        // A process that never looks says nothing of it.
        if (!isShown) {
            isShown = true;
            gauge("vsl.jobs.oldest-open", it -> it.age(it.known.oldestOpen()));
            gauge("vsl.notify.oldest-due", it -> it.age(it.known.oldestDue()));
            gauge("vsl.budget.nearly-used", it -> it.known.nearlyUsed());
        }
    }

    private void gauge(String name, ToDoubleFunction<MeasureWaiting> value) {
        Gauge.builder(name, this, value).register(meters);
    }

    private double age(@Nullable Instant since) {
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toSeconds());
    }
}
