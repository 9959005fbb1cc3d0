package io.vsl.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendBeforeTest {

    /** The clock may overflow in between. */
    @ParameterizedTest
    @CsvSource({
        "10,9,false",
        "10,10,true",
        "10,11,true",
        "-9223372036854775808,9223372036854775807,false",
        "9223372036854775807,-9223372036854775808,true"
    })
    void itIsOverAtItsTimeAndAfter(long sendBefore, long now, boolean over) {
        assertThat(SendBefore.isOver(sendBefore, now)).isEqualTo(over);
    }
}
