package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    private static final int ROOM_FOR_THE_FORMAT = 64 << 10;

    @Test
    void aRecordBelowTheLimitFits() {
        assertThat(of(Outgoing.MAX_BYTES - ROOM_FOR_THE_FORMAT, 10, Map.of("ce_id", "1"))
                        .fits())
                .isTrue();
    }

    @Test
    void aRecordAtTheLimitLeavesNoRoomForTheFormat() {
        assertThat(of(Outgoing.MAX_BYTES, 0, Map.of()).fits()).isFalse();
    }

    @Test
    void keyAndHeadersCount() {
        assertThat(of(0, Outgoing.MAX_BYTES, Map.of()).fits()).isFalse();
        assertThat(of(0, 0, Map.of("bytes", new byte[Outgoing.MAX_BYTES])).fits())
                .isFalse();
        assertThat(of(0, 0, Map.of("text", "é".repeat(Outgoing.MAX_BYTES / 2))).fits())
                .isFalse();
    }

    @Test
    void itsHeadersAreThoseOfTheMomentItWasMade() {
        Map<String, Object> headers = new HashMap<>(Map.of("a", "1"));
        Outgoing outgoing = of(1, 1, headers);

        headers.put("b", "2");

        assertThat(outgoing.headers()).containsOnlyKeys("a");
    }

    private static Outgoing of(int value, int key, Map<String, Object> headers) {
        return new Outgoing("t.out", new byte[key], new byte[value], headers);
    }
}
