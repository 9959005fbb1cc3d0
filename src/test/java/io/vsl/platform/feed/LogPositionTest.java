package io.vsl.platform.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogPositionTest {

    @Provide
    Arbitrary<LogPosition> positions() {
        Arbitrary<Long> offsets = Arbitraries.longs().between(0, Long.MAX_VALUE);
        return offsets.array(long[].class).ofMaxSize(8).list().ofMaxSize(5).map(LogPositionTest::of);
    }

    private static LogPosition of(List<long[]> topics) {
        return new LogPosition(topics.toArray(long[][]::new));
    }

    @Property
    void asTextAndBackItIsTheSame(@ForAll("positions") LogPosition position) {
        assertThat(LogPosition.parse(position.toString())).isEqualTo(position).hasSameHashCodeAs(position);
        assertThat(position.toString()).matches("[A-Za-z0-9_-]*");
    }

    @Property
    void anyTextIsAPositionOrNone(@ForAll String text) {
        try {
            LogPosition.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).isNotNull();
        }
    }

    @Property
    void itIsPastWhatEitherWasPast(@ForAll("positions") LogPosition one, @ForAll("positions") LogPosition other) {
        LogPosition both = one.with(other);

        assertThat(both.covers(one)).isTrue();
        assertThat(both.covers(other)).isTrue();
        assertThat(one.covers(other)).isEqualTo(both.covers(one) && one.covers(both));
        for (int topic = 0; topic < 5; topic++) {
            for (int partition = 0; partition < 8; partition++) {
                assertThat(both.next(topic, partition))
                        .isEqualTo(Math.max(one.next(topic, partition), other.next(topic, partition)));
            }
        }
    }

    @Test
    void itIsPastARecordOnceItWasRead() {
        LogPosition position = LogPosition.NONE.past(new LogPlace(1, 2, 7));

        assertThat(position.has(new LogPlace(1, 2, 7))).isTrue();
        assertThat(position.has(new LogPlace(1, 2, 8))).isFalse();
        assertThat(position.has(new LogPlace(0, 0, 0))).isFalse();
        assertThat(position).isEqualTo(new LogPosition(new long[][] {{}, {0, 0, 8}}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AQ", "AAAA", "AQH", "__________________8", "wIQ9"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> LogPosition.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LogPosition.parse("A".repeat(9000))).isInstanceOf(IllegalArgumentException.class);
    }
}
