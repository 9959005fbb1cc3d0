package io.vsl.platform.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.kafka.InvalidRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final PolledRecord first = Records.polled("first");
    private final PolledRecord second = Records.polled("second");
    private final PolledRecord third = Records.polled("third");
    private final Batch batch = new Batch(List.of(first, second, third));

    @Test
    void allItemsAreOpenAtFirst() {
        assertThat(batch.open()).containsExactly(first, second, third);
    }

    @Test
    void workIsOfferedOpenItemsOnlyAndInTheirOrder() {
        second.finish(List.of());
        List<PolledRecord> offered = new ArrayList<>();

        batch.forEach(offered::add);

        assertThat(offered).containsExactly(first, third);
    }

    @Test
    void anInvalidRecordDiesAndItsNeighboursGoOn() {
        batch.forEach(polled -> {
            if (polled == second) {
                throw new InvalidRecord("not JSON");
            }
            polled.finish(List.of());
        });

        assertThat(batch.open()).isEmpty();
        assertThat(second.deadReason()).isEqualTo("not JSON");
        assertThat(first.deadReason()).isNull();
        assertThat(third.deadReason()).isNull();
    }

    @Test
    void whatIsReadOfTheOthersIsReturnedWithoutTheDeadOne() {
        List<String> read = batch.map(polled -> {
            if (polled == first) {
                throw new InvalidRecord("not JSON");
            }
            return new String(polled.consumed().value());
        });

        assertThat(read).containsExactly("second", "third");
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    void aRecordThatADecisionIsNotMadeForDiesOfItAndItsNeighboursGoOn() {
        batch.forEach(polled -> {
            if (polled == second) {
                throw new IllegalStateException();
            }
            polled.finish(List.of());
        });

        assertThat(batch.open()).isEmpty();
        assertThat(second.deadError()).isEqualTo("IllegalStateException");
        assertThat(third.deadReason()).isNull();
    }
}
