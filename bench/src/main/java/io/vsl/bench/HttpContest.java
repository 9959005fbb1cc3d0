package io.vsl.bench;

import io.vsl.bench.reference.Nothing;
import java.io.IOException;
import java.util.Map;

/** A contest of two servers under the same load, both warmed up before, and what the load itself reaches. */
final class HttpContest {

    /** Of a warm-up, each compared with the one before. */
    private static final int WINDOWS = 3;

    private HttpContest() {}

    static Contest hold(Run run, Scenario.Goal goal, Load.Request ours, Load.Request theirs) throws Exception {
        try (Load load = new Load()) {
            warmUp(run, load, ours);
            warmUp(run, load, theirs);
            double ceiling = ceiling(run, load, ours);
            run.profiles().begin();
            return Contest.hold(
                    goal,
                    () -> load.run(ours, run.round()).perSecond(),
                    () -> load.run(theirs, run.round()).perSecond(),
                    ceiling,
                    run.rounds(),
                    run.progress());
        }
    }

    private static void warmUp(Run run, Load load, Load.Request request) throws InterruptedException {
        WarmUp warmUp = new WarmUp(run);
        while (warmUp.goesOn(load.run(request, run.warmUp().dividedBy(WINDOWS)).perSecond())) {
            // The load itself is the work.
        }
    }

    /** Against a server that does nothing. */
    private static double ceiling(Run run, Load load, Load.Request request) throws IOException, InterruptedException {
        try (Program nothing = run.reference(Nothing.class, Map.of("STATUS", Integer.toString(request.expect())))) {
            Load.Request same = new Load.Request(
                    request.method(),
                    nothing.port(),
                    request.path(),
                    request.headers(),
                    request.body(),
                    request.expect());
            load.run(same, run.round());
            return load.run(same, run.round()).perSecond();
        }
    }
}
