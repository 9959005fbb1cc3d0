package io.vsl.models;

import static io.vsl.models.Fixtures.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final String FIVE = image("'version':'o/n','pricing':5,'estimatedTime':1,'supportedParams':[]");
    private static final String SIX = FIVE.replace('5', '6');

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void withoutASettingTheFileIsRead() throws IOException {
        assertThat(price(new ModelRegistry(null, file(FIVE)))).isEqualTo("5");
        assertThat(price(new ModelRegistry(" ", file(FIVE)))).isEqualTo("5");
    }

    @Test
    void theSettingWinsAsTextAndAsAPath() throws IOException {
        Path absent = folder.resolve("absent.json");

        assertThat(price(new ModelRegistry("\n " + SIX, absent))).isEqualTo("6");
        assertThat(price(new ModelRegistry(file(FIVE).toString(), absent))).isEqualTo("5");
    }

    @Test
    void aFaultNamesWhereTheModelsAreFrom() {
        assertThatExceptionOfType(InvalidModels.class)
                .isThrownBy(() -> new ModelRegistry("{}", folder))
                .withMessageStartingWith("MODELS_CONFIG: ");
        assertThatExceptionOfType(InvalidModels.class)
                .isThrownBy(() -> new ModelRegistry(null, folder.resolve("absent.json")))
                .withMessageContaining("absent.json: can't be read");
    }

    @Test
    void aChangedFileComesIntoForceOnRefresh() throws IOException {
        ModelRegistry registry = new ModelRegistry(null, file(FIVE));
        Models before = registry.current();

        assertThat(registry.refresh()).isFalse();
        assertThat(registry.current()).isSameAs(before);

        file(SIX);
        assertThat(registry.refresh()).isTrue();
        assertThat(price(registry)).isEqualTo("6");
        assertThat(registry.current().fingerprint())
                .isNotEqualTo(before.fingerprint())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void aFaultyFileIsReportedAndTheModelsInForceStay() throws IOException {
        ModelRegistry registry = new ModelRegistry(null, file(FIVE));

        Path path = file("{");
        assertThatExceptionOfType(InvalidModels.class).isThrownBy(registry::refresh);
        assertThat(price(registry)).isEqualTo("5");

        Files.delete(path);
        assertThatExceptionOfType(InvalidModels.class).isThrownBy(registry::refresh);
        assertThat(price(registry)).isEqualTo("5");

        file(SIX);
        assertThat(registry.refresh()).isTrue();
        assertThat(price(registry)).isEqualTo("6");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("models.json"), json);
    }

    private static String price(ModelRegistry registry) {
        return registry.current().all().get(0).pricing(NOW).usd().toPlainString();
    }
}
