package io.vsl.models;

import static io.vsl.models.Fixtures.accepted;
import static io.vsl.models.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.Adjustment;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/MODELS.md is true. */
class ModelsDocumentTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExamplesLoadAndDoWhatIsSaidOfThem() throws IOException {
        List<Models> examples = EXAMPLE.matcher(Files.readString(Path.of("docs", "MODELS.md")))
                .results()
                .map((MatchResult result) -> Models.parse(result.group(1), "docs/MODELS.md"))
                .toList();
        assertThat(examples).hasSize(2);

        Prepared.Accepted accepted = accepted(
                examples.get(1).all().get(0),
                "{'prompt':'a cat jumps','references':['https://a.org/my cat.png'],'width':900,'height':800,"
                        + "'frames':30,'quality':'draft'}");

        assertThat(accepted.input()).isEqualTo(json("""
                {'prompt':'a cat jumps','image_input':['https://a.org/my%20cat.png'],'duration':5,
                 'length_preset':'long','preset':'q1','num_outputs':1,'aspect':'square'}"""));
        assertThat(accepted.adjustments())
                .containsExactly(
                        new Adjustment(List.of("frames"), "30", "48 (long)"),
                        new Adjustment(List.of("width", "height"), "900x800", "square (720x720)"));
        assertThat(accepted.estimate(NOW, Duration.ZERO).cost()).isEqualTo(new BigDecimal("0.01"));
    }
}
