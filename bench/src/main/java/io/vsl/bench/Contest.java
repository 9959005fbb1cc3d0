package io.vsl.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ours and a reference in turns, and what each reached.
 *
 * @param ceiling what the load reaches against a program that does nothing; null where nothing limits the load
 */
record Contest(
        Scenario.Goal goal,
        List<Double> ours,
        List<Double> theirs,
        @Nullable Double ceiling) implements Result {

    /** One measurement, in the goal's unit. */
    @FunctionalInterface
    interface Round {
        double run() throws Exception;
    }

    /** Measures both so often, first one first, then the other. */
    static Contest hold(
            Scenario.Goal goal, Round ours, Round theirs, @Nullable Double ceiling, int rounds, Progress progress)
            throws Exception {
        List<Double> our = new ArrayList<>();
        List<Double> their = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            if (i % 2 == 0) {
                our.add(ours.run());
                their.add(theirs.run());
            } else {
                their.add(theirs.run());
                our.add(ours.run());
            }
            progress.say("round %d of %d: %s and %s %s"
                    .formatted(i + 1, rounds, Report.figure(our.get(i)), Report.figure(their.get(i)), goal.unit()));
        }
        return new Contest(goal, our, their, ceiling);
    }

    double ratio() {
        return median(ours) / median(theirs);
    }

    @Override
    public boolean isReached() {
        return switch (goal.bound()) {
            case AT_LEAST -> ratio() >= goal.ratio();
            case AT_MOST -> ratio() <= goal.ratio();
        };
    }

    /** The least that so great a part of the figures does not exceed. */
    static double percentile(List<Double> figures, double part) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
