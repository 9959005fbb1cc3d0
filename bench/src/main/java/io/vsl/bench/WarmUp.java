package io.vsl.bench;

/**
 * When a program is warm: after the run's warm-up, and, unless the run is a quick one, when it gets no faster, but for
 * five times as long at the most. A program of much code keeps the JIT compiler busy for minutes, on the cores on which
 * it is measured.
 */
final class WarmUp {

    private static final double FASTER = 1.02;
    private static final int ROUNDS_NO_FASTER = 4;
    private static final int LONGEST = 5;
    /** Of a load, each compared with the one before. */
    private static final int WINDOWS = 3;

    private final Run run;
    private final long begin = System.nanoTime();
    private double fastest;
    private int noFaster;

    WarmUp(Run run) {
        this.run = run;
    }

    /**
     * Under that load, which is the work itself.
     *
     * @return requests per second that were answered in the end
     */
    static double by(Run run, Load load, Load.Request request) throws InterruptedException {
        WarmUp warmUp = new WarmUp(run);
        double reached;
        do {
            reached = load.run(request, run.warmUp().dividedBy(WINDOWS)).perSecond();
        } while (warmUp.goesOn(reached));
        return reached;
    }

    /** @param reached in the round that has just ended */
    boolean goesOn(double reached) {
        if (reached > fastest * FASTER) {
            fastest = reached;
            noFaster = 0;
        } else {
            noFaster++;
        }
        long nanos = System.nanoTime() - begin;
        long least = run.warmUp().toNanos();
        if (nanos < least || !run.isQuick() && noFaster < ROUNDS_NO_FASTER && nanos < LONGEST * least) {
            return true;
        }
        run.progress().say("%.0f s of warm-up, to %,.0f/s".formatted(nanos / 1e9, reached));
        return false;
    }
}
