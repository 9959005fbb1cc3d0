package io.vsl.erase;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErasePropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(EraseProperties.class)).isEqualTo(new EraseProperties(100, 8));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "vsl.erase.max-poll-records", "7",
                        "vsl.erase.concurrency", "9"),
                new EraseProperties(7, 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.erase.max-poll-records | 0 | is 0. Allowed is 1 to 10000",
                "VSL_ERASE_CONCURRENCY | 257 | is 257. Allowed is 1 to 256",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(EraseProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
