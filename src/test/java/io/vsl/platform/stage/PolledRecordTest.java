package io.vsl.platform.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolledRecordTest {

    private static final Outgoing OUTPUT = new Outgoing("t.out", null, new byte[] {1}, Map.of());

    private final PolledRecord item = new PolledRecord(Records.consumed("value"));

    @Test
    void aFinishedItemIsNoLongerOpenAndHasItsOutputs() {
        item.finish(List.of(OUTPUT));

        assertThat(item.isOpen()).isFalse();
        assertThat(item.outputs()).containsExactly(OUTPUT);
        assertThat(item.deadReason()).isNull();
    }

    @Test
    void aDeadItemIsNoLongerOpenAndNothingFollowsFromIt() {
        item.finish(List.of(OUTPUT));

        item.die(new InvalidRecord("no topic takes it"));

        assertThat(item.isOpen()).isFalse();
        assertThat(item.outputs()).isEmpty();
        assertThat(item.deadReason()).isEqualTo("no topic takes it");
    }

    @Test
    void aPostponedItemIsNoLongerOpen() {
        item.postpone("not there yet");

        assertThat(item.isOpen()).isFalse();
        assertThat(item.postponedReason()).isEqualTo("not there yet");
        assertThat(item.deadReason()).isNull();
    }

    @Test
    void thatAnItemComesBackAtACertainTimeIsForgottenWhenItIsPostponedAnew() {
        Instant due = Instant.parse("2026-01-02T03:04:05Z");
        item.postpone("not before", due);
        assertThat(item.due()).isEqualTo(due);

        item.postpone("not there yet");

        assertThat(item.due()).isNull();
    }

    @Test
    void aPostponedItemThatDiesIsNotTakenUpAgain() {
        item.postpone("not there yet");

        item.die(new InvalidRecord("no topic takes it"));

        assertThat(item.postponedReason()).isNull();
    }

    @Test
    void itsOutputsAreThoseOfTheMomentItWasFinished() {
        List<Outgoing> outputs = new ArrayList<>(List.of(OUTPUT));
        item.finish(outputs);

        outputs.clear();

        assertThat(item.outputs()).containsExactly(OUTPUT);
    }
}
