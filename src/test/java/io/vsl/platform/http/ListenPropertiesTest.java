package io.vsl.platform.http;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(ListenProperties.class))
                .isEqualTo(new ListenProperties(8080, InetAddress.getLoopbackAddress()));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "VSL_PORT", "0",
                        "VSL_ADDRESS", "0.0.0.0"),
                new ListenProperties(0, InetAddress.getByName("0.0.0.0")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_PORT | 65536 | is 65536. Allowed is 0 to 65535",
                "VSL_PORT | tcp://10.0.0.7:8080 | is tcp://10.0.0.7:8080. Allowed is a whole number: 0 to 65535",
                "VSL_ADDRESS | 1.2.3.4.5 | is 1.2.3.4.5. Allowed is an address of this machine, such as 127.0.0.1 or 0.0.0.0",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(ListenProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
