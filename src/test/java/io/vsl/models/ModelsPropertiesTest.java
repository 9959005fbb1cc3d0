package io.vsl.models;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.models.ModelsConfiguration.ModelsProperties;
import io.vsl.platform.settings.SettingsOf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(ModelsProperties.class))
                .isEqualTo(new ModelsProperties("", Path.of("config/models.json"), Duration.ofSeconds(5)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "MODELS_CONFIG", "config/models.json",
                        "vsl.models.file", "pom.xml",
                        "vsl.models.refresh", "200ms"),
                new ModelsProperties("config/models.json", Path.of("pom.xml"), Duration.ofMillis(200)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MODELS_CONFIG | no/such/file.json | no/such/file.json: can't be read as a file of UTF-8 text (NoSuchFileException)",
                "vsl.models.refresh | 0s | is 0s. Allowed is 100ms to 1d",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(ModelsProperties.class, name, value))
                .singleElement()
                .asString()
                .endsWith(message);
    }
}
