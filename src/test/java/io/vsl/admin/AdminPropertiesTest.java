package io.vsl.admin;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(AdminProperties.class))
                .isEqualTo(new AdminProperties(1000, Duration.ofMinutes(2), 2_000_000, Duration.ofMinutes(1)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "vsl.admin.records-per-second", "7",
                        "vsl.admin.catch-up", "3s",
                        "vsl.admin.verify-at-once", "50",
                        "vsl.admin.unknown-after", "1h"),
                new AdminProperties(7, Duration.ofSeconds(3), 50, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.admin.records-per-second | 0 | is 0. Allowed is 1 to 100000",
                "vsl.admin.catch-up | 0s | is 0s. Allowed is 1s to 1h",
                "vsl.admin.verify-at-once | -1 | is -1. Allowed is 1 to 100000000",
                "vsl.admin.unknown-after | 2d | is 2d. Allowed is 1s to 1d",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(AdminProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
