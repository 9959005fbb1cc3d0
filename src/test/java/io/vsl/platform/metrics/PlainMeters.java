package io.vsl.platform.metrics;

import io.micrometer.core.instrument.MeterRegistry;

/** Meters without an application. */
public final class PlainMeters {

    private PlainMeters() {
    }

    public static JobMeters ofJobs(MeterRegistry registry) {
        return new JobMeters(registry);
    }
}
