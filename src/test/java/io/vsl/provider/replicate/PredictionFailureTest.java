package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionFailureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The input or output was flagged as sensitive. Please try again with different inputs. (E005)|CONTENT_FLAGGED",
                "All generated images contained NSFW content. Try running it again with a different prompt.|CONTENT_FLAGGED",
                "CUDA out of memory. Tried to allocate 20.00 MiB|OUT_OF_MEMORY",
                "Prediction failed: out of memory (E1001)|OUT_OF_MEMORY",
                "Prediction interrupted; please retry (code: PA)|PROVIDER_INTERRUPTED",
                "Director: unexpected error handling prediction (E9828)|PROVIDER_INTERRUPTED",
                "Prediction failed: timed out waiting to start (E6716)|PROVIDER_INTERRUPTED",
                "list index out of range|MODEL_ERROR",
                "code: PARSE|MODEL_ERROR",
            })
    void aFailuresTextSaysWhatKindItIs(String text, ErrorCode code) {
        JobError error = PredictionFailure.of(text);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).isEqualTo(text);
        assertThat(error.retryable()).isEqualTo(code.isRetryable());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n"})
    void aFailureWithoutATextStillHasASentence(@Nullable String text) {
        assertThat(PredictionFailure.of(text))
                .isEqualTo(JobError.of(ErrorCode.MODEL_ERROR, "The model failed without saying why"));
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        String message = PredictionFailure.of("x" + "🦊".repeat(1_000_000)).message();

        assertThat(message).isEqualTo("x" + "🦊".repeat(499) + "…");
    }

    @Test
    void whatNoStoreCanHoldIsLeftOut() {
        assertThat(PredictionFailure.of("a\0b\ud800c").message()).isEqualTo("a b c");
    }
}
