package io.vsl.poller;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollerPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(PollerProperties.class))
                .isEqualTo(new PollerProperties(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        200,
                        Duration.ofMinutes(2),
                        Duration.ofHours(1),
                        Duration.ofMinutes(30),
                        Duration.ofHours(1),
                        8,
                        Duration.ofMinutes(1)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "VSL_POLLER_PERIOD", "1s",
                        "VSL_POLLER_PATIENCE", "2s",
                        "vsl.poller.limit", "3",
                        "VSL_POLLER_ABSENTAFTER", "4m",
                        "vsl.poller.abandon-after", "5h",
                        "vsl.poller.run-at-most", "6h",
                        "VSL_OUTPUTS_KEPT", "7h",
                        "vsl.poller.concurrency", "9",
                        "VSL_POLLER_MEASUREEVERY", "10s"),
                new PollerProperties(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofMinutes(4),
                        Duration.ofHours(5),
                        Duration.ofHours(6),
                        Duration.ofHours(7),
                        9,
                        Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_POLLER_PERIOD | 0s | is 0s. Allowed is 1s to 1h",
                "vsl.poller.patience | -1s | is -1s. Allowed is 1s to 1h",
                "vsl.poller.limit | 0 | is 0. Allowed is 1 to 10000",
                "VSL_POLLER_ABSENT_AFTER | 2d | is 2d. Allowed is 1s to 1d",
                "vsl.poller.abandon-after | 8d | is 8d. Allowed is 1s to 7d",
                "vsl.poller.run-at-most | soon | is soon. Allowed is a duration, such as 500ms, 30s, 5m or 1h: 1s to 7d",
                "VSL_OUTPUTS_KEPT | 0s | is 0s. Allowed is 1s to 30d",
                "vsl.poller.concurrency | 65 | is 65. Allowed is 1 to 64",
                "vsl.poller.measure-every | 0s | is 0s. Allowed is 1s to 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(PollerProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
