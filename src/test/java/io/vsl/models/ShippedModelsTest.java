package io.vsl.models;

import static io.vsl.models.Fixtures.accepted;
import static io.vsl.models.Fixtures.flux;
import static io.vsl.models.Fixtures.json;
import static io.vsl.models.Fixtures.musicgen;
import static io.vsl.models.Fixtures.quoted;
import static io.vsl.models.Fixtures.refused;
import static io.vsl.models.Fixtures.sdxl;
import static io.vsl.models.Fixtures.stabilityVideo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Adjustment;
import io.vsl.job.FieldError;
import io.vsl.job.MediaType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** config/models.json, and through it the translation to what Replicate's models really take. */
class ShippedModelsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final String IMAGE = "'image':'https://example.com/cat.png'";

    @Test
    void thereAreFourModelsWithThePricesAndTimesOfTheContract() {
        assertThat(Fixtures.MODELS.all())
                .extracting(Model::modelId)
                .containsExactly("flux-schnell", "sdxl", "stability-video", "musicgen");
        assertThat(Fixtures.MODELS.mediaTypeOf("musicgen")).contains(MediaType.AUDIO);
        assertThat(Fixtures.MODELS.mediaTypeOf("gone")).isEmpty();
        assertThat(Fixtures.MODELS.find(MediaType.VIDEO, "sdxl")).isEmpty();
        assertEstimate(accepted(flux(), "{'prompt':'a cat'}"), "0.003", 5);
        assertEstimate(accepted(sdxl(), "{'prompt':'a cat'}"), "0.01", 10);
        assertEstimate(accepted(stabilityVideo(), "{" + IMAGE + "}"), "0.05", 60);
        assertEstimate(accepted(musicgen(), "{'prompt':'a waltz'}"), "0.02", 30);
    }

    private static void assertEstimate(Prepared.Accepted accepted, String usd, int seconds) {
        assertThat(accepted.estimate(NOW, Duration.ZERO).cost()).isEqualTo(new BigDecimal(usd));
        assertThat(accepted.estimatedTime()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void fluxIsPaidForByTheImageAndSdxlByTheRun() {
        assertEstimate(accepted(flux(), "{'prompt':'a cat','num_outputs':3}"), "0.009", 5);
        assertEstimate(accepted(sdxl(), "{'prompt':'a cat','num_outputs':3}"), "0.01", 10);
    }

    @Test
    void officialModelsAndCommunityVersionsArePostedWhereReplicateTakesThem() {
        assertThat(flux().target().path()).isEqualTo("/models/black-forest-labs/flux-schnell/predictions");
        assertThat(flux().target().version()).isEmpty();
        assertThat(musicgen().target().path()).isEqualTo("/predictions");
        assertThat(musicgen().target().version())
                .contains("meta/musicgen:671ac645ce5e552cc63a54a2bbff63fcf798043055d2dac5fc9e36a837eedcfb");
    }

    @ParameterizedTest
    @CsvSource({
        "1024, 1024, 1:1, 1, 1:1 (1024x1024)",
        "1000, 560, 16:9, 1, 16:9 (1344x768)",
        "1920, 1080, 16:9, 1, 16:9 (1344x768)",
        "560, 1000, 9:16, 1, 9:16 (768x1344)",
        "512, 512, 1:1, 0.25, 1:1 (512x512)",
        "640, 480, 4:3, 0.25, 4:3 (576x448)",
        "4096, 64, 21:9, 0.25, 21:9 (768x320)",
    })
    void fluxIsAskedForTheNearestRatioAndSizeAndTheAnswerSaysSo(
            int width, int height, String ratio, String megapixels, String used) {
        Prepared.Accepted accepted =
                accepted(flux(), "{'prompt':'a cat','width':%d,'height':%d}".formatted(width, height));

        assertThat(accepted.input().path("aspect_ratio").textValue()).isEqualTo(ratio);
        assertThat(accepted.input().path("megapixels").textValue()).isEqualTo(megapixels);
        assertThat(accepted.input().has("width") || accepted.input().has("height"))
                .isFalse();
        assertThat(accepted.parameters().path("width").intValue()).isEqualTo(width);
        assertThat(accepted.adjustments())
                .containsExactly(new Adjustment(List.of("width", "height"), width + "x" + height, used));
    }

    @Test
    void fluxWithoutASizeIsAskedForTheDefaultAndNothingIsSaid() {
        Prepared.Accepted accepted = accepted(flux(), "{'prompt':'a cat'}");

        assertThat(accepted.input()).isEqualTo(json("""
                {'prompt':'a cat','num_outputs':1,'num_inference_steps':4,'output_format':'webp','output_quality':80,
                 'go_fast':true,'aspect_ratio':'1:1','megapixels':'1'}"""));
        assertThat(accepted.adjustments()).isEmpty();
    }

    @Test
    void anAspectRatioOfTheCallersOwnWinsOverTheDefaultSize() {
        Prepared.Accepted accepted = accepted(flux(), "{'prompt':'a cat','aspect_ratio':'21:9'}");

        assertThat(accepted.input().path("aspect_ratio").textValue()).isEqualTo("21:9");
        assertThat(accepted.input().has("megapixels")).isFalse();
        assertThat(accepted.parameters().has("width")).isFalse();
        assertThat(accepted.adjustments()).isEmpty();
    }

    @Test
    void aSizeGivenInBothWaysIsAConflict() {
        assertThat(refused(flux(), "{'prompt':'a cat','aspect_ratio':'1:1','height':512}")
                        .errors())
                .containsExactly(new FieldError(
                        "parameters.aspect_ratio",
                        "CONFLICT",
                        "says the size a second time: give either this or width and height"));
    }

    @Test
    void stabilityVideoIsAskedUnderItsOwnNames() {
        ObjectNode input = accepted(stabilityVideo(), "{" + IMAGE + ",'num_frames':25,'fps':24}")
                .input();

        assertThat(input.toString())
                .isEqualTo(quoted("{'input_image':'https://example.com/cat.png',"
                        + "'video_length':'25_frames_with_svd_xt','frames_per_second':24,'motion_bucket_id':127,"
                        + "'sizing_strategy':'maintain_aspect_ratio','cond_aug':0.02}"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "14, 14_frames_with_svd, -",
                "15, 25_frames_with_svd_xt, 25 (25_frames_with_svd_xt)",
                "24, 25_frames_with_svd_xt, 25 (25_frames_with_svd_xt)",
                "25, 25_frames_with_svd_xt, -",
            })
    void framesAreRoundedUpToALengthThatStabilityVideoMakes(int frames, String length, @Nullable String used) {
        Prepared.Accepted accepted = accepted(stabilityVideo(), "{%s,'num_frames':%d}".formatted(IMAGE, frames));

        assertThat(accepted.input().path("video_length").textValue()).isEqualTo(length);
        assertThat(accepted.adjustments())
                .extracting(Adjustment::used)
                .isEqualTo(used == null ? List.of() : List.of(used));
    }

    @Test
    void aModelsOwnNameForAParameterIsAnsweredWithOurs() {
        assertThat(refused(stabilityVideo(), "{'input_image':'https://example.com/cat.png'}")
                        .errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(
                        tuple("parameters.image", "REQUIRED"), tuple("parameters.input_image", "UNKNOWN_PARAMETER"));
        assertThat(refused(stabilityVideo(), "{'input_image':'https://example.com/cat.png'}")
                        .errors()
                        .get(1)
                        .message())
                .startsWith("is not a parameter of stability-video. Did you mean image? It takes: image, num_frames,");
    }

    @Test
    void everyParameterOfEveryModelHasAType() {
        assertThat(Fixtures.MODELS.all())
                .flatExtracting(model -> model.parameters().values())
                .noneMatch(parameter -> parameter.rule().type() == ParameterType.ANY);
    }
}
