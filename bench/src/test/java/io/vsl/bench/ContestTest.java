package io.vsl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final Scenario.Goal GOAL = Scenario.Goal.atLeast("ingress", "requests/s", "by hand", 0.5);

    @Test
    void eachRoundMeasuresBothAndTheFirstTakesTurns() throws Exception {
        List<String> order = new ArrayList<>();

        Contest contest =
                Contest.hold(GOAL, () -> note(order, "ours", 5), () -> note(order, "theirs", 10), null, 3, line -> {});

        assertThat(order).containsExactly("ours", "theirs", "theirs", "ours", "ours", "theirs");
        assertThat(contest.ours()).containsExactly(5.0, 5.0, 5.0);
        assertThat(contest.theirs()).containsExactly(10.0, 10.0, 10.0);
    }

    @Test
    void oneRoundThatWasDisturbedDoesNotDecide() {
        Contest contest = contest(List.of(60.0, 1.0, 50.0), List.of(100.0, 90.0, 1000.0));

        assertThat(contest.ratio()).isEqualTo(0.5);
        assertThat(contest.isReached()).isTrue();
        assertThat(contest(List.of(49.0), List.of(100.0)).isReached()).isFalse();
        assertThat(Contest.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    }

    @Test
    void ofLatenciesLessIsBetter() {
        Scenario.Goal goal = Scenario.Goal.atMost("latency", "ms", "hops", 1.5);

        assertThat(new Contest(goal, List.of(15.0), List.of(10.0), null).isReached())
                .isTrue();
        assertThat(new Contest(goal, List.of(16.0), List.of(10.0), null).isReached())
                .isFalse();
    }

    @Test
    void aPercentileIsOneOfTheFigures() {
        assertThat(Contest.percentile(List.of(3.0, 1.0, 2.0, 4.0), 0.5)).isEqualTo(2);
        assertThat(Contest.percentile(List.of(3.0, 1.0, 2.0, 4.0), 0.99)).isEqualTo(4);
        assertThat(Contest.percentile(List.of(7.0), 0.5)).isEqualTo(7);
    }

    static Contest contest(List<Double> ours, List<Double> theirs) {
        return new Contest(GOAL, ours, theirs, null);
    }

    private static double note(List<String> order, String name, double figure) {
        order.add(name);
        return figure;
    }
}
