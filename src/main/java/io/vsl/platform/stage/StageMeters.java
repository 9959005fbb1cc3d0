package io.vsl.platform.stage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** What each stage did, by the tag {@code stage}, counted once per poll. */
@Component
class StageMeters {

    private final MeterRegistry meters;
    private final Map<String, AtomicLong> lags = new ConcurrentHashMap<>();

    StageMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    Timer.Sample start() {
        return Timer.start(meters);
    }

    /** Records that the stage has yet to take up in those partitions that this process reads. */
    void lag(String stage, long records) {
        lags.computeIfAbsent(
                        stage,
                        name -> Objects.requireNonNull(
                                meters.gauge("vsl.stage.lag", Tags.of("stage", name), new AtomicLong())))
                .set(records);
    }

    /** A poll, begun then, was committed. */
    void committed(String stage, Batch batch, Timer.Sample begun) {
        int dead = 0;
        int again = 0;
        int out = 0;
        for (PolledRecord polled : batch.records()) {
            dead += polled.deadReason() == null ? 0 : 1;
            again += polled.postponedReason() == null ? 0 : 1;
            out += polled.outputs().size();
        }
        meters.counter("vsl.stage.records.in", "stage", stage)
                .increment(batch.records().size());
        meters.counter("vsl.stage.records.out", "stage", stage).increment(out);
        meters.counter("vsl.stage.records.retried", "stage", stage).increment(again);
        meters.counter("vsl.stage.records.dead-lettered", "stage", stage).increment(dead);
        begun.stop(meters.timer("vsl.stage.duration", "stage", stage));
    }
}
