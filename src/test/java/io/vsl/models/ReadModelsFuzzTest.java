package io.vsl.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Any text is a registry, whose models can be asked for, or is told what is wrong with it. */
class ReadModelsFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @FuzzTest(maxDuration = "1m")
    void anyTextIsARegistryOrIsToldWhatIsWrong(byte[] bytes) {
        Models models;
        try {
            models = Models.parse(new String(bytes, StandardCharsets.UTF_8), "models.json");
        } catch (InvalidModels e) {
            assertThat(e.faults()).isNotEmpty().allSatisfy(fault -> assertThat(fault.toString())
                    .contains("models.json"));
            return;
        }
        assertThat(models.all()).isNotEmpty().allSatisfy(model -> {
            assertThat(model.view(NOW)).isNotNull();
            assertThat(model.prepare(Fixtures.json("{}"))).isNotNull();
            assertThat(model.prepare(Fixtures.json("{'prompt':'a fox','n':-1,'x':[1e400,null,{}]}")))
                    .isNotNull();
        });
    }
}
