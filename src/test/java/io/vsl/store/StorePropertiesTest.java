package io.vsl.store;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorePropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(StoreProperties.class)).isEqualTo(new StoreProperties(32, 16));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "vsl.store.max-poll-records", "7",
                        "vsl.store.concurrency", "8"),
                new StoreProperties(7, 8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.store.max-poll-records | 0 | is 0. Allowed is 1 to 10000",
                "VSL_STORE_CONCURRENCY | 0 | is 0. Allowed is 1 to 256",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(StoreProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
