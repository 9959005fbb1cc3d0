package io.vsl.bench;

/**
 * When a program is warm: after the run's warm-up, and, unless the run is a quick one, when it gets no faster, but for
 * twice as long at the most. A program of much code keeps the JIT compiler busy for minutes, on the cores on which
 * it is measured.
 */
final class WarmUp {

    private static final double FASTER = 1.02;
    private static final int LONGEST = 2;

    private final Run run;
    private final long begin = System.nanoTime();
    private double before;

    WarmUp(Run run) {
        this.run = run;
    }

    /** @param reached in the round that has just ended */
    boolean goesOn(double reached) {
        long nanos = System.nanoTime() - begin;
        long least = run.warmUp().toNanos();
        boolean faster = reached > before * FASTER;
        before = reached;
        if (nanos < least || !run.isQuick() && faster && nanos < LONGEST * least) {
            return true;
        }
        run.progress().say("warm after %.0f s, at %,.0f/s".formatted(nanos / 1e9, reached));
        return false;
    }
}
