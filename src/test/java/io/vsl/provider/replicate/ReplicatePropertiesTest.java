package io.vsl.provider.replicate;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class ReplicatePropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(ReplicateProperties.class))
                .isEqualTo(new ReplicateProperties(
                        URI.create("https://api.replicate.com/v1"),
                        "",
                        "",
                        URI.create("http://localhost:8080"),
                        List.of("replicate.delivery"),
                        DataSize.parse("2GB"),
                        Duration.ofMinutes(4),
                        Duration.ofHours(1),
                        600,
                        100));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "REPLICATE_API_URL", "http://sim/v1",
                        "REPLICATE_API_TOKEN", "r8_abc",
                        "REPLICATE_WEBHOOK_SECRET", "whsec_YWJj, whsec_ZGVm",
                        "WEBHOOK_BASE_URL", "https://vsl.example.com",
                        "VSL_MEDIA_HOSTS", "a.example,b:1",
                        "vsl.replicate.output-max-size", "3GB",
                        "vsl.replicate.output-timeout", "3m",
                        "VSL_OUTPUTS_KEPT", "5h",
                        "VSL_REPLICATE_CREATIONS_PER_MINUTE", "601",
                        "vsl.replicate.burst", "11"),
                new ReplicateProperties(
                        URI.create("http://sim/v1"),
                        "r8_abc",
                        "whsec_YWJj, whsec_ZGVm",
                        URI.create("https://vsl.example.com"),
                        List.of("a.example", "b:1"),
                        DataSize.parse("3GB"),
                        Duration.ofMinutes(3),
                        Duration.ofHours(5),
                        601,
                        11));
    }

    @Test
    void noSecretStandsInItsText() {
        assertThat(SettingsOf.defaults(ReplicateProperties.class))
                .hasToString("ReplicateProperties[apiUrl=https://api.replicate.com/v1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REPLICATE_API_TOKEN | hidden token | can't be used (its value is a secret). Allowed is Replicate's token, r8_…, without blanks or line breaks",
                "REPLICATE_WEBHOOK_SECRET | whsec_YWJj,whsec_!hidden | can't be used (its value is a secret). Allowed is whsec_ and Base64; several are separated by commas or blanks",
                "vsl.replicate.output-max-size | 1KB | is 1KB. Allowed is 1MB to 75GB",
                "vsl.replicate.output-timeout | 0s | is 0s. Allowed is 1s to 4m",
                "VSL_REPLICATE_CREATIONS_PER_MINUTE | 0 | is 0. Allowed is 1 to 1000000",
                "VSL_REPLICATE_CREATIONS_PER_MINUTE | -1 | is -1. Allowed is 1 to 1000000",
                "vsl.replicate.burst | 0 | is 0. Allowed is 1 to 1000000",
                "VSL_OUTPUTS_KEPT | an hour | is an hour. Allowed is a duration, such as 500ms, 30s, 5m or 1h: 1s to 30d",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(ReplicateProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
