package io.vsl.platform.metrics;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(MetricsProperties.class)).isEqualTo(new MetricsProperties(false, "dev"));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "VSL_CLOUDWATCH_METRICS", "true",
                        "STAGE", "prod"),
                new MetricsProperties(true, "prod"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_CLOUDWATCH_METRICS | maybe | is maybe. Allowed is true or false",
                "STAGE | production | is production. Allowed is dev, staging, homolog or prod",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(MetricsProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
