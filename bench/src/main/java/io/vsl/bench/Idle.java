package io.vsl.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What programs and servers take while nobody asks them for anything.
 *
 * @param percent of a core, by what a process is for
 * @param wakeUps a second, of all threads of the programs
 */
record Idle(Map<String, Double> percent, double wakeUps) {

    private static final Duration AT_LEAST = Duration.ofSeconds(20);

    /** Once what their start has left to do is done. */
    static Idle watch(Run run, Program... programs) throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(run.warmUp().toNanos());
        Map<String, Long> awake = wakeUps(programs);
        Map<String, Duration> spent = ProcessorTime.of(programs);
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.max(AT_LEAST.toNanos(), run.round().toNanos()));
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> percent = ProcessorTime.each(spent, ProcessorTime.of(programs), 1);
        percent.replaceAll((kind, micros) -> 100 * micros / 1e6 / seconds);
        return new Idle(percent, WakeUps.between(awake, wakeUps(programs)) / seconds);
    }

    private static Map<String, Long> wakeUps(Program... programs) throws IOException {
        Map<String, Long> all = new HashMap<>();
        for (Program program : programs) {
            all.putAll(WakeUps.of(program.pid()));
        }
        return all;
    }

    /** In per cent of a core. */
    double percent(String kind) {
        return percent.getOrDefault(kind, 0.0);
    }
}
