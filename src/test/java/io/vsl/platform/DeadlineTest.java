package io.vsl.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    @Test
    void whatIsOverHasNothingLeft() {
        Deadline over = Deadline.after(Duration.ofSeconds(-1));

        assertThat(over.isOver()).isTrue();
        assertThat(over.left()).isZero();
        assertThat(Deadline.after(Duration.ofMinutes(1)).isOver()).isFalse();
    }

    @Test
    void theSoonerOfTwoHolds() {
        Deadline inAMinute = Deadline.after(Duration.ofMinutes(1));

        assertThat(inAMinute.orAfter(Duration.ofHours(1))).isEqualTo(inAMinute);
        assertThat(inAMinute.orAfter(Duration.ofSeconds(10)).left()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }
}
