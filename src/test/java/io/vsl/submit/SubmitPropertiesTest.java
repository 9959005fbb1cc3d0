package io.vsl.submit;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(SubmitProperties.class))
                .isEqualTo(new SubmitProperties(100, 1000, Duration.ofSeconds(10)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "VSL_REQUESTS_PER_HOUR", "0",
                        "VSL_REQUESTS_PER_DAY", "7",
                        "vsl.submit.measure-backlog", "8s"),
                new SubmitProperties(0, 7, Duration.ofSeconds(8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_REQUESTS_PER_HOUR | -1 | is -1. Allowed is 0 to 1000000000",
                "VSL_REQUESTS_PER_DAY | a lot | is a lot. Allowed is a whole number: 0 to 1000000000",
                "VSL_REQUESTS_PER_DAY | '' | is empty. Allowed is a whole number: 0 to 1000000000",
                "vsl.submit.measure-backlog | 0s | is 0s. Allowed is 1s to 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(SubmitProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
