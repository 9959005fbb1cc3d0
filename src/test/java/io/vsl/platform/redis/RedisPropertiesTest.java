package io.vsl.platform.redis;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(RedisProperties.class))
                .isEqualTo(new RedisProperties(
                        "redis://localhost:6379",
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "REDIS_URL", "redis://r:1/2",
                        "vsl.redis.timeout", "1s",
                        "vsl.redis.open-ttl", "2m",
                        "VSL_REDIS_TERMINALTTL", "1h",
                        "vsl.redis.remember", "2d"),
                new RedisProperties(
                        "redis://r:1/2",
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2),
                        Duration.ofHours(1),
                        Duration.ofDays(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.redis.timeout | 0ms | is 0ms. Allowed is 10ms to 1m",
                "vsl.redis.open-ttl | 0s | is 0s. Allowed is 1s to 7d",
                "VSL_REDIS_TERMINALTTL | -5m | is -5m. Allowed is 1s to 7d",
                "vsl.redis.remember | 0s | is 0s. Allowed is 1m to 30d",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(RedisProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
