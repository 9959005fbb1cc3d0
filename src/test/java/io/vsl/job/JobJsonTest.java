package io.vsl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.json.JsonConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

/** People have such JSON in their logs and stores: what was written once is read for good, and written in the same way. */
class JobJsonTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private static final String JOB = "e42ebec1-a82e-40f1-8432-5686722a3bf1";

    private static final String OPEN = """
            "jobId":"e42ebec1-a82e-40f1-8432-5686722a3bf1","mediaType":"image","modelId":"flux-schnell","userId":"user123",\
            "createdAt":"2026-01-01T10:30:00Z\"""";

    /** The class and the JSON, which a release wrote when a job was one flat record. */
    static Stream<String> written() throws IOException {
        return new ClassPathResource("job/written.txt")
                .getContentAsString(StandardCharsets.UTF_8)
                .lines();
    }

    @ParameterizedTest
    @MethodSource("written")
    void whatWasWrittenIsReadAndWrittenAgainByteForByte(String line) throws Exception {
        String json = line.substring(line.indexOf(' ') + 1);
        Class<?> type = Class.forName("io.vsl.job." + line.substring(0, line.indexOf(' ')));

        Object read = JSON.readValue(json, type);

        assertThat(withoutProgress(JSON.writeValueAsString(read))).isEqualTo(json);
        assertThat(JSON.readValue(JSON.writeValueAsBytes(read), type)).isEqualTo(read);
    }

    @Test
    void anOutcomeIsWrittenAlikeWhenItIsProposedAndWhenItIsTold() throws IOException {
        List<String> outcomes = written()
                .filter(line -> line.startsWith("JobCompleted "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();

        assertThat(outcomes).isNotEmpty().allSatisfy(json -> assertThat(
                        withoutProgress(JSON.writeValueAsString(JSON.readValue(json, OutcomeProposed.class))))
                .isEqualTo(json));
    }

    /** That release did not tell how far a job had come. */
    private static String withoutProgress(String json) {
        return json.replaceAll(",\"sequence\":\\d+,\"attempts\":\\d+", "");
    }

    @Test
    void whereNothingWasSaidOfItTheProgressFollowsFromTheEvent() throws IOException {
        assertThat(written("JobAccepted ", JobAccepted.class).map(JobEvent::job))
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job.progress()).isEqualTo(new JobProgress(0, 1)));
        assertThat(written("JobStarted ", JobStarted.class)).isNotEmpty().allSatisfy(started -> assertThat(
                        started.job().progress())
                .isEqualTo(new JobProgress(started.attempt(), 2 * started.attempt())));
        assertThat(written("JobGenerated ", JobGenerated.class)).isNotEmpty().allSatisfy(generated -> assertThat(
                        generated.job().progress())
                .isEqualTo(new JobProgress(generated.attempt(), 2 * generated.attempt() + 1)));
        assertThat(written("JobCompleted ", JobCompleted.class).map(JobEvent::job))
                .extracting(Job::sequence)
                .contains(2, 4);
    }

    @Test
    void aLaterEventHasAHigherSequenceThanAnyBefore() {
        Job accepted = JSON.convertValue(
                Map.of(
                        "jobId",
                        JOB,
                        "status",
                        "pending",
                        "mediaType",
                        "image",
                        "modelId",
                        "m",
                        "userId",
                        "u",
                        "createdAt",
                        "2026-01-01T10:30:00Z"),
                Job.class);
        Instant at = Instant.parse("2026-01-01T10:31:00Z");
        JobError error = JobError.of(ErrorCode.TIMEOUT, "late");

        assertThat(accepted.sequence()).isEqualTo(1);
        assertThat(accepted.processing("p", 2).failed(error, at).progress()).isEqualTo(new JobProgress(2, 6));
        assertThat(accepted.attempted(1).failed(error, at).progress()).isEqualTo(new JobProgress(1, 4));
        assertThat(accepted.failed(error, at).progress()).isEqualTo(new JobProgress(0, 2));
    }

    @Test
    void anOutcomeIsOneOfThree() {
        assertThat(written("JobCompleted ", JobCompleted.class)
                        .map(JobCompleted::outcome)
                        .map(Object::getClass))
                .contains(Outcome.Completed.class, Outcome.Failed.class, Outcome.Cancelled.class);
    }

    private static <T> Stream<T> written(String prefix, Class<T> type) {
        try {
            return written().filter(line -> line.startsWith(prefix)).map(line -> {
                try {
                    return JSON.readValue(line.substring(prefix.length()), type);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\":\"processing\"",
                "\"status\":\"pending\",\"predictionId\":\"p1\"",
                "\"status\":\"pending\",\"completedAt\":\"2026-01-01T10:31:00Z\",\"cost\":1,\"processingTime\":2",
                "\"status\":\"failed\",\"completedAt\":\"2026-01-01T10:31:00Z\",\"cost\":1,"
                        + "\"error\":{\"code\":\"TIMEOUT\",\"message\":\"\",\"retryable\":true}",
                "\"status\":\"pending\",\"adjustments\":null,\"metadata\":null,\"result\":null,\"later\":[{\"a\":1}]"
            })
    void whatDoesNotGoWithTheStatusIsPassedOver(String members) throws IOException {
        Job job = JSON.readValue("{%s,%s}".formatted(OPEN, members), Job.class);

        assertThat(JSON.readValue(JSON.writeValueAsBytes(job), Job.class)).isEqualTo(job);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\":\"completed\",\"completedAt\":\"2026-01-01T10:31:00Z\"",
                "\"status\":\"pending\",\"error\":{\"code\":\"TIMEOUT\",\"message\":\"\"}",
                "\"status\":\"failed\",\"error\":{\"code\":\"TIMEOUT\",\"message\":\"\"}",
                "\"status\":\"pending\",\"estimatedCost\":1e12",
                "\"status\":\"pending\",\"processingTime\":1e12",
                "\"status\":\"pending\",\"cost\":1e12",
                "\"status\":\"pending\",\"completedAt\":\"-0001-01-01T00:00:00Z\"",
                "\"status\":null",
                "\"status\":\"gone\""
            })
    void whatNoJobCanBeIsRefusedByTheNameOfItsMember(String members) {
        assertThatThrownBy(() -> JSON.readValue("{%s,%s}".formatted(OPEN, members), Job.class))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageFindingMatch("result|error|completedAt|estimatedCost|processingTime|cost|status");
    }

    @Test
    void anEventOfAnOlderReleaseDoesNotSayWhereItsFilesStood() throws IOException {
        JobGenerated one = generated("\"outputUrls\":[\"https://replicate.delivery/a\"]");
        JobGenerated two =
                generated("\"outputUrls\":[\"https://replicate.delivery/a\",\"https://replicate.delivery/b\"]");

        assertThat(one.outputPlaces()).containsExactly("");
        assertThat(two.outputPlaces()).containsExactly("/0", "/1");
        assertThat(two.values()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"outputsGone\":\"removed\",\"values\":{\"\":\"words\"}|outputsGone must not stand beside outputs",
                "\"outputsGone\":null|outputUrls must not be empty without values",
                "\"outputsGone\":\"\\u0000\"|outputsGone must not have a NUL",
            })
    void outputsAreThereOrGone(String members, String reason) {
        assertThatThrownBy(() -> generated(members)).hasMessageContaining(reason);
    }

    private static JobGenerated generated(String members) throws IOException {
        return JSON.readValue(
                "{%s,\"status\":\"processing\",\"attempt\":1,%s,\"generatedAt\":\"2026-01-01T10:30:05Z\"}"
                        .formatted(OPEN, members),
                JobGenerated.class);
    }
}
