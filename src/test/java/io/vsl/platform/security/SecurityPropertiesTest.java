package io.vsl.platform.security;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(SecurityProperties.class))
                .isEqualTo(new SecurityProperties(Duration.ofSeconds(30)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(Map.of("vsl.security.key-cache", "0s"), new SecurityProperties(Duration.ofSeconds(0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.security.key-cache | 2h | is 2h. Allowed is 0s to 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(SecurityProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
