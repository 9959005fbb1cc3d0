package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.NeedsServers;
import io.vsl.testing.VslProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Invariant 3, the first half: nothing is dropped, whatever becomes of the processes. */
@NeedsServers
class NothingIsLostTest {

    private static final Duration GRACE = Duration.ofSeconds(30);

    /** A poll of each of the two consumers. */
    private static final int ONE_POLL_EACH = 2 * StageUnderTest.MAX_POLL_RECORDS;

    @Test
    void anExceptionThatLeavesTheRouteLosesNothingAndRepeatsNothing() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(Duration.ZERO)) {
            stage.controls().failEvery(5);
            stage.produce(2000);
            stage.launch();

            stage.awaitDrained();

            assertThat(stage.controls().escapes()).isGreaterThanOrEqualTo(8);
            assertThat(stage.account().lost()).isEmpty();
            assertThat(stage.account().repeated()).isZero();
        }
    }

    @Test
    void threeKillsUnderLoadLoseNothing() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(Duration.ofSeconds(10))) {
            stage.controls().pollTakes(Duration.ofMillis(100));
            stage.produce(4000);
            VslProcess process = stage.launch();
            for (int kills = 1; kills <= 3; kills++) {
                stage.awaitOutputs(kills * 1000 - 500);
                VslProcess next = stage.launch();
                process.kill();
                process = next;

                assertThat(stage.account().unwritten()).isEmpty();
            }
            stage.controls().pollTakes(Duration.ZERO);

            stage.awaitDrained();

            assertThat(stage.account().lost()).isEmpty();
            assertThat(stage.account().repeated()).isLessThanOrEqualTo(3 * ONE_POLL_EACH);
        }
    }

    @Test
    void processesThatJoinAndLeaveUnderLoadLoseNothing() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(Duration.ofSeconds(10))) {
            stage.controls().pollTakes(Duration.ofSeconds(1));
            stage.produce(4000);
            VslProcess first = stage.launch();
            stage.awaitOutputs(200);

            stage.launch();
            stage.awaitMembers(4);
            assertThat(stage.account().unwritten()).isEmpty();
            first.stop();
            stage.awaitMembers(2);
            assertThat(stage.account().unwritten()).isEmpty();
            assertThat(stage.account().lost()).as("still under load").isNotEmpty();

            stage.controls().pollTakes(Duration.ZERO);
            stage.awaitDrained();

            assertThat(stage.account().lost()).isEmpty();
            assertThat(stage.account().repeated()).isLessThanOrEqualTo(2 * ONE_POLL_EACH);
        }
    }

    @Test
    void aProcessToldToStopUnderLoadEndsInTimeAndLosesAndRepeatsNothing() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(Duration.ofSeconds(10))) {
            stage.controls().pollTakes(Duration.ofMillis(100));
            stage.produce(2000);
            VslProcess process = stage.launch();
            stage.awaitOutputs(200);

            Instant told = Instant.now();
            process.stop();

            assertThat(Duration.between(told, Instant.now())).isLessThan(GRACE);
            assertThat(stage.account().unwritten()).isEmpty();
            assertThat(stage.account().lost()).as("still under load").isNotEmpty();

            stage.controls().pollTakes(Duration.ZERO);
            stage.launch();
            stage.awaitDrained();

            assertThat(stage.account().lost()).isEmpty();
            assertThat(stage.account().repeated()).isZero();
        }
    }
}
