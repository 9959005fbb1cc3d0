package io.vsl.platform.postgres;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(PostgresProperties.class))
                .isEqualTo(new PostgresProperties(
                        "postgresql://localhost:5432/vsl", 10, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "DATABASE_URL", "postgresql://db/vsl",
                        "vsl.postgres.max-connections", "7",
                        "vsl.postgres.connection-timeout", "3s",
                        "vsl.postgres.socket-timeout", "4s"),
                new PostgresProperties("postgresql://db/vsl", 7, Duration.ofSeconds(3), Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.postgres.max-connections | 0 | is 0. Allowed is 1 to 1000",
                "vsl.postgres.connection-timeout | 100ms | is 100ms. Allowed is 500ms to 5m",
                "vsl.postgres.socket-timeout | 0s | is 0s. Allowed is 1s to 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(PostgresProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
