package io.vsl.bench;

import io.vsl.bench.reference.Nothing;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A contest of two servers under the same load, both warmed up before, and what the load itself reaches. */
final class HttpContest {

    /** Of a warm-up, each compared with the one before. */
    private static final int WINDOWS = 3;
    private static final double FASTER = 1.02;
    /** Warm-ups that a slow compiler may take. */
    private static final int LONGEST = 4;

    private HttpContest() {
    }

    static Contest hold(Run run, Scenario.Goal goal, Load.Request ours, Load.Request theirs) throws Exception {
        try (Load load = new Load()) {
            warmUp(run, load, ours);
            warmUp(run, load, theirs);
            double ceiling = ceiling(run, load, ours);
            run.profiles().begin();
            return Contest.hold(goal, () -> load.run(ours, run.round()).perSecond(),
                    () -> load.run(theirs, run.round()).perSecond(), ceiling, run.rounds(), run.progress());
        }
    }

    /** Until it gets no faster, in a full run: so long the JIT compiles on the same cores. */
    private static void warmUp(Run run, Load load, Load.Request request) throws InterruptedException {
        Duration part = run.warmUp().dividedBy(WINDOWS);
        double before = 0;
        for (int i = 1; i <= WINDOWS * LONGEST; i++) {
            double now = load.run(request, part).perSecond();
            if (i >= WINDOWS && (run.isQuick() || now < before * FASTER)) {
                run.progress().say("warm after %d s at %,.0f requests/s".formatted(i * part.toSeconds(), now));
                return;
            }
            before = now;
        }
    }

    /** Against a server that does nothing. */
    private static double ceiling(Run run, Load load, Load.Request request) throws IOException, InterruptedException {
        try (Program nothing = run.reference(Nothing.class, Map.of("STATUS", Integer.toString(request.expect())))) {
            Load.Request same = new Load.Request(request.method(), nothing.port(), request.path(), request.headers(),
                    request.body(), request.expect());
            load.run(same, run.round());
            return load.run(same, run.round()).perSecond();
        }
    }
}
