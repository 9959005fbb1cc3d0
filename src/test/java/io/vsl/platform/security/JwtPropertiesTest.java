package io.vsl.platform.security;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(JwtProperties.class))
                .isEqualTo(new JwtProperties(
                        "",
                        "",
                        "/.well-known/jwks.json",
                        "cognito:groups",
                        "operators",
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(15),
                        Duration.ofHours(4),
                        Duration.ofSeconds(30)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "VSL_JWT_ISSUER", "https://sso.example",
                        "VSL_JWT_AUDIENCE", "vsl",
                        "VSL_JWT_KEYS", "https://keys.example/jwks",
                        "VSL_JWT_GROUPS_CLAIM", "groups",
                        "VSL_JWT_OPERATOR_GROUP", "admins",
                        "vsl.security.jwt.timeout", "1s",
                        "vsl.security.jwt.keep", "2m",
                        "vsl.security.jwt.outage", "3h",
                        "vsl.security.jwt.ask-every", "4s"),
                new JwtProperties(
                        "https://sso.example",
                        "vsl",
                        "https://keys.example/jwks",
                        "groups",
                        "admins",
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2),
                        Duration.ofHours(3),
                        Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_JWT_ISSUER | https://sso.example | needs VSL_JWT_AUDIENCE",
                "vsl.security.jwt.timeout | 0s | is 0s. Allowed is 100ms to 1m",
                "vsl.security.jwt.keep | 0s | is 0s. Allowed is 1m to 1d",
                "vsl.security.jwt.outage | -1s | is -1s. Allowed is 0s to 7d",
                "vsl.security.jwt.ask-every | 0s | is 0s. Allowed is 1s to 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(JwtProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
