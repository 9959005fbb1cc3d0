package io.vsl.platform.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** Meters without an application. */
public final class PlainMeters {

    private PlainMeters() {}

    public static JobMeters ofJobs(MeterRegistry registry) {
        return new JobMeters(registry);
    }

    public static Refusals ofRefusals(MeterRegistry registry) {
        return new Refusals(registry, Clock.systemUTC());
    }
}
