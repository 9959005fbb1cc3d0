package io.vsl.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Jobs that come at half the rate that can be taken, beside thousands of idle connections and callers who send slowly: how
 * much longer answers take than without them, and what the connections hold in the heap.
 */
final class ConnectionsScenario implements Scenario {

    private static final String NAME = "connections";
    private static final int IDLE = 5_000;
    private static final int SLOW = 200;
    /** To open them all is work of its own. */
    private static final long SETTLING_SECONDS = 3;

    private static final Goal GOAL = Goal.atMost("p99 among connections", "ms", "the same load alone", 1.2);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Result> run(Run run) throws Exception {
        try (Program vsl = IngressScenario.vsl(run, NAME);
                Load load = new Load()) {
            Load.Request request = IngressScenario.request(run, vsl);
            double perSecond = IngressScenario.halfOfWhatIsTaken(run, load, request);
            double alone = vsl.heap();
            double crowded = besideCrowd(run, vsl, vsl::heap);
            run.profiles().begin();
            Contest.Round p99 = () -> p99(run, load, request, perSecond);
            return List.of(
                    Contest.hold(GOAL, () -> besideCrowd(run, vsl, p99), p99, null, run.rounds(), run.progress()),
                    Figure.of("heap, without connections", "MiB", alone),
                    Figure.of("heap, with %,d idle and %d slow".formatted(IDLE, SLOW), "MiB", crowded));
        }
    }

    private static double p99(Run run, Load load, Load.Request request, double perSecond) throws InterruptedException {
        long requests = (long) (perSecond * run.round().toSeconds());
        return Contest.percentile(load.run(request, requests, perSecond).latencies(), 0.99);
    }

    private static double besideCrowd(Run run, Program vsl, Contest.Round round) throws Exception {
        try (Program crowd = run.reference(
                Crowd.class,
                Map.of(
                        "CROWDED_PORT", Integer.toString(vsl.port()),
                        "IDLE", Integer.toString(IDLE),
                        "SLOW", Integer.toString(SLOW)))) {
            TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
            double measured = round.run();
            if (!crowd.isReady()) {
                throw new IllegalStateException("Connections are missing that are to be there");
            }
            return measured;
        }
    }
}
