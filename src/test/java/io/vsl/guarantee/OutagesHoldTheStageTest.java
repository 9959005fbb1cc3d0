package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.VslProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant 3, the second half: what is down for all holds the stage, with backoff, and commits nothing. */
@NeedsServers
class OutagesHoldTheStageTest {

    /** Short, so that polls are also given up and fetched anew while the outage lasts. */
    private static final Duration RETRY_FOR = Duration.ofSeconds(1);

    private static final int ONE_POLL_EACH = 2 * StageUnderTest.MAX_POLL_RECORDS;

    @Test
    void aStoreThatIsDownHoldsTheStageWhichDrainsWhenItIsBack() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(RETRY_FOR)) {
            stage.controls().pollTakes(Duration.ofMillis(50));
            stage.produce(2000);
            stage.launch();
            stage.awaitOutputs(200);

            stage.controls().storeIsDown(true);
            stage.awaitEscapes(2);
            long committed = stage.committed();
            stage.awaitEscapes(6);

            assertThat(stage.committed()).isEqualTo(committed).isLessThan(2000);
            assertThat(stage.controls().retries()).isGreaterThanOrEqualTo(6);

            stage.awaitNote();

            assertThat(stage.notes())
                    .anySatisfy(note -> assertThat(note).contains("since", "the store is down", "probe-in-"));

            stage.controls().storeIsDown(false);
            stage.awaitDrained();

            assertThat(stage.account().lost()).isEmpty();
            assertThat(stage.account().repeated()).isZero();
            assertThat(stage.notes()).isEmpty();
        }
    }

    @Test
    void aMissingDeadLetterTopicHoldsTheStageWhichDrainsOnceItExists() throws IOException {
        try (StageUnderTest stage = StageUnderTest.withoutDeadLetterTopic(RETRY_FOR)) {
            stage.produce(List.of(stage.input(ProbeWork.POISON)));
            stage.produce(50);
            stage.launch();

            stage.awaitEscapes(2);

            assertThat(stage.account().unwritten()).isEmpty();

            stage.createDeadLetterTopic();
            stage.awaitDrained();

            assertThat(stage.deadLetters()).extracting(StageUnderTest::id).containsExactly(ProbeWork.POISON);
            assertThat(stage.account().lost()).isEmpty();
            assertThat(stage.account().repeated()).isZero();
        }
    }

    @Test
    void aBrokerThatStopsUnderLoadIsWaitedFor() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(RETRY_FOR)) {
            // Longer than the broker takes to stop: a poll is under way when it has.
            stage.controls().pollTakes(Duration.ofSeconds(15));
            stage.produce(3000);
            stage.launch();
            stage.awaitPoll();

            Devstack.shared().stop("kafka");
            try {
                stage.awaitEscapes(1);
            } finally {
                Devstack.shared().start("kafka");
            }
            stage.controls().pollTakes(Duration.ZERO);
            stage.awaitDrained();

            assertThat(stage.account().lost()).isEmpty();
            assertThat(stage.account().repeated()).isLessThanOrEqualTo(ONE_POLL_EACH);
        }
    }

    @Test
    void aProcessToldToStopDuringAnOutageEndsInTimeAndCommitsNothing() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(Duration.ofMinutes(1))) {
            stage.controls().storeIsDown(true);
            stage.produce(100);
            VslProcess process = stage.launch();
            stage.awaitRetries(2);

            Instant told = Instant.now();
            process.stop();

            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(30));
            assertThat(stage.committed()).isZero();
        }
    }
}
