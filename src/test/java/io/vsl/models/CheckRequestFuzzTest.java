package io.vsl.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.FieldError;
import io.vsl.job.Storable;
import io.vsl.models.CheckedRequest.Invalid;
import io.vsl.models.CheckedRequest.Malformed;
import io.vsl.models.CheckedRequest.Valid;
import io.vsl.platform.json.JsonConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Any bytes are a request, which is the same once it is written and read again, or are told what is wrong with them. */
class CheckRequestFuzzTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    /** Twenty names and as many of each value that is a list, and what a model's parameters can have. */
    private static final int MOST_FAULTS = 100;

    private static final CheckRequest CHECK_REQUEST = new CheckRequest(
            JSON, new ModelRegistry(null, Fixtures.SHIPPED), url -> Optional.empty(), url -> Optional.empty());

    @FuzzTest(maxDuration = "1m")
    void anyBytesAreARequestOrAreToldWhatIsWrong(byte[] bytes) throws JsonProcessingException {
        switch (CHECK_REQUEST.check(bytes, "me")) {
            case Malformed malformed -> assertThat(malformed.reason()).matches("The request [A-Za-z0-9 ,-]+");
            case Invalid invalid ->
                assertThat(invalid.errors())
                        .hasSizeBetween(1, MOST_FAULTS)
                        .allSatisfy(CheckRequestFuzzTest::isInOurWords);
            case Valid valid -> {
                byte[] written = JSON.writeValueAsBytes(valid.request());
                Valid again = (Valid) CHECK_REQUEST.check(written, null);
                assertThat(JSON.writeValueAsBytes(again.request())).isEqualTo(written);
                assertThat(valid.job(new UUID(0, 0), Instant.parse("2026-01-01T00:00:00Z"), Duration.ZERO)
                                .userId())
                        .isEqualTo(again.request().userId());
            }
        }
    }

    private static void isInOurWords(FieldError error) {
        assertThat(error.code()).matches("[A-Z_]+");
        assertThat(error.field()).hasSizeLessThan(300).doesNotContainPattern("\\p{Cntrl}");
        assertThat(Storable.isText(error.field())).isTrue();
        assertThat(error.message()).isNotBlank().doesNotContain("java.", "jackson", "Exception");
    }
}
