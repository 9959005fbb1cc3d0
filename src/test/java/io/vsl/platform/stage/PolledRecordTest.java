package io.vsl.platform.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.Deadline;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolledRecordTest {

    private static final Outgoing OUTPUT = new Outgoing("t.out", null, new byte[] {1}, Map.of());

    private final PolledRecord polled = Records.polled("value");

    @Test
    void aFinishedItemIsNoLongerOpenAndHasItsOutputs() {
        polled.finish(List.of(OUTPUT));

        assertThat(polled.isOpen()).isFalse();
        assertThat(polled.outputs()).containsExactly(OUTPUT);
        assertThat(polled.deadReason()).isNull();
    }

    @Test
    void aDeadItemIsNoLongerOpenAndNothingFollowsFromIt() {
        polled.finish(List.of(OUTPUT));

        polled.die(new InvalidRecord("no topic takes it"));

        assertThat(polled.isOpen()).isFalse();
        assertThat(polled.outputs()).isEmpty();
        assertThat(polled.deadReason()).isEqualTo("no topic takes it");
    }

    @Test
    void aPostponedItemIsNoLongerOpen() {
        polled.postpone("not there yet");

        assertThat(polled.isOpen()).isFalse();
        assertThat(polled.postponedReason()).isEqualTo("not there yet");
        assertThat(polled.deadReason()).isNull();
    }

    @Test
    void thatAnItemComesBackAtACertainTimeIsForgottenWhenItIsPostponedAnew() {
        Instant due = Instant.parse("2026-01-02T03:04:05Z");
        polled.postpone("not before", due);
        assertThat(polled.due()).isEqualTo(due);

        polled.postpone("not there yet");

        assertThat(polled.due()).isNull();
    }

    @Test
    void aPostponedItemThatDiesIsNotTakenUpAgain() {
        polled.postpone("not there yet");

        polled.die(new InvalidRecord("no topic takes it"));

        assertThat(polled.postponedReason()).isNull();
    }

    @Test
    void itsOutputsAreThoseOfTheMomentItWasFinished() {
        List<Outgoing> outputs = new ArrayList<>(List.of(OUTPUT));
        polled.finish(outputs);

        outputs.clear();

        assertThat(polled.outputs()).containsExactly(OUTPUT);
    }

    @Test
    void workBeginsWhileThereIsTimeForItInThePoll() {
        PolledRecord inTenMinutes = new PolledRecord(Records.consumed("value"), Deadline.after(Duration.ofMinutes(10)));

        assertThat(inTenMinutes.mayBegin(Duration.ofMinutes(11))).isFalse();
        assertThat(inTenMinutes.mayBegin(Duration.ofMinutes(9))).isTrue();
    }

    @Test
    void whatHasBegunAndWasHeldGoesOnWithTheTimeThatIsLeft() {
        PolledRecord inTenMinutes = new PolledRecord(Records.consumed("value"), Deadline.after(Duration.ofMinutes(10)));
        inTenMinutes.mayBegin(Duration.ofMinutes(9));

        assertThat(inTenMinutes.mayBegin(Duration.ofMinutes(11))).isTrue();
    }
}
