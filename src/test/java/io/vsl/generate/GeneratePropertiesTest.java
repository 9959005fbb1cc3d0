package io.vsl.generate;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratePropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(GenerateProperties.class))
                .isEqualTo(new GenerateProperties(100, 64, Duration.ofSeconds(30)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "vsl.generate.max-poll-records", "7",
                        "VSL_GENERATE_CONCURRENCY", "8",
                        "vsl.generate.send-within", "9s"),
                new GenerateProperties(7, 8, Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_GENERATE_CONCURRENCY | 0 | is 0. Allowed is 1 to 200",
                "vsl.generate.max-poll-records | 0 | is 0. Allowed is 1 to 10000",
                "vsl.generate.send-within | 0s | is 0s. Allowed is 1s to 5m",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(GenerateProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
