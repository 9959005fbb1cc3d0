package io.vsl.platform.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AQ", "AAAA", "AQH", "__________________8", "wIQ9"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> LogPosition.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LogPosition.parse("A".repeat(9000))).isInstanceOf(IllegalArgumentException.class);
    }
}
