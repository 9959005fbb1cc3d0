package io.vsl.platform.stage;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagePropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(StageProperties.class))
                .isEqualTo(new StageProperties(
                        Duration.ofSeconds(200), Duration.ofSeconds(10), 50, Duration.ofSeconds(10)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "VSL_STAGE_RETRYFOR", "1s",
                        "vsl.stage.commit-timeout", "2s",
                        "vsl.stage.max-attempts", "3",
                        "vsl.stage.holding-after", "4s"),
                new StageProperties(Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_STAGE_RETRYFOR | 5m | is 5m. Allowed is 0s to 4m",
                "vsl.stage.commit-timeout | 0s | is 0s. Allowed is 1s to 30s",
                "vsl.stage.max-attempts | 0 | is 0. Allowed is 1 to 1000000",
                "vsl.stage.holding-after | -1s | is -1s. Allowed is 0s to 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(StageProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
