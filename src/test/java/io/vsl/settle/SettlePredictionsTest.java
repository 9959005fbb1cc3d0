package io.vsl.settle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.AttemptContext;
import io.vsl.job.Job;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.TestPolls;
import io.vsl.provider.PushProvider;
import io.vsl.provider.SignedContext;
import io.vsl.provider.TestProviders;
import io.vsl.provider.replicate.TestReplicate;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a report means for its job, whoever reports. */
class SettlePredictionsTest {

    /** Of the record, by {@link TestPolls}. */
    private static final Instant REPORTED = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final Instant CREATED = REPORTED.minus(Duration.ofMinutes(1));

    /** Of the process that asked for the prediction: the one that settles may not have met its key yet. */
    private final SignedContext contexts = TestProviders.contexts();

    private final SettlePredictions settle = new SettlePredictions(
            TestProviders.contexts(),
            PlainTopics.records("t"),
            TestProviders.of(TestReplicate.create(), new PushProvider()),
            TestProviders.hosts("replicate.delivery"),
            Clock.fixed(REPORTED, ZoneOffset.UTC));
    private final UUID jobId = UUID.randomUUID();

    @Test
    void whatRunsSaysNothing() {
        assertThat(settled(1, null, "{'id':'p1','status':'processing'}")).isEmpty();
        assertThat(settled(1, "push", "{'ticket':'p1','state':'on its way'}")).isEmpty();
    }

    @Test
    void filesAndWhatWasSaidBesideThemAreBroughtOn() throws IOException {
        JsonNode generated = only("t.job.generated", settled(1, null, """
                {'id':'p1','status':'succeeded','output':['https://replicate.delivery/a.png','a fox'],
                 'completed_at':'2026-01-02T03:04:00Z'}"""));

        assertThat(generated.path("outputUrls").toString()).isEqualTo("[\"https://replicate.delivery/a.png\"]");
        assertThat(generated.path("outputPlaces").toString()).isEqualTo("[\"/0\"]");
        assertThat(generated.path("values").toString()).isEqualTo("{\"/1\":\"a fox\"}");
        assertThat(generated.path("missingOutputs").asInt()).isEqualTo(2);
        assertThat(generated.path("generatedAt").asText()).isEqualTo("2026-01-02T03:04:00Z");
        assertThat(generated.path("predictionId").asText()).isEqualTo("p1");
    }

    @Test
    void aTextAloneIsAnOutputToo() throws IOException {
        JsonNode generated =
                only("t.job.generated", settled(1, null, "{'id':'p1','status':'succeeded','output':'a fox'}"));

        assertThat(generated.path("missingOutputs").asInt()).isEqualTo(2);
    }

    /** A sentence that begins with a link is none, unless files are fetched from there. */
    @ParameterizedTest
    @CsvSource({"replicate.delivery,1", "else.example,0"})
    void whetherALinkWithBlanksIsAFileIsSaidByItsHost(String host, int files) throws IOException {
        JsonNode generated = only(
                "t.job.generated",
                settled(1, null, "{'id':'p1','status':'succeeded','output':'https://%s/a b'}".formatted(host)));

        assertThat(generated.path("outputUrls")).hasSize(files);
    }

    @Test
    void partsThatWereLeftOutOnTheWayAreCounted() throws IOException {
        JsonNode generated = only(
                "t.job.generated",
                settled(1, null, "{'id':'p1','status':'succeeded','output':'a fox','output_left_out':4}"));

        assertThat(generated.path("leftOut").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'status':'succeeded'|NO_OUTPUT|The prediction succeeded without a file or a text",
                "'status':'succeeded','output_too_large':5242880|OUTPUT_REJECTED|"
                        + "The prediction itself is too large: its output, in which files should be links, has 5242880 bytes",
                "'status':'canceled'|CANCELLED|The job was cancelled",
                "'status':'aborted'|TIMEOUT|The prediction did not end in its time",
                "'status':'failed','error':'(E005)'|CONTENT_FLAGGED|",
            })
    void whatEndedOtherwiseEndsTheJob(String fields, String code, @Nullable String message) throws IOException {
        JsonNode completed = only(
                "t.outcome.proposed",
                settled(1, null, "{'id':'p1',%s,'completed_at':'2026-01-02T03:04:00Z'}".formatted(fields)));

        assertThat(completed.at("/error/code").asText()).isEqualTo(code);
        if (message != null) {
            assertThat(completed.at("/error/message").asText()).isEqualTo(message);
        }
        assertThat(completed.path("completedAt").asText()).isEqualTo("2026-01-02T03:04:00Z");
    }

    /** Its files may be stored, of which store knows. */
    @Test
    void thatTheOutputIsRemovedIsNoOutcome() throws IOException {
        JsonNode generated =
                only("t.job.generated", settled(1, null, "{'id':'p1','status':'succeeded','data_removed':true}"));

        assertThat(generated.path("outputsGone").asText()).isEqualTo("Replicate has removed it");
        assertThat(generated.has("outputUrls")).isFalse();
        assertThat(generated.has("missingOutputs")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1,2", "2,3"})
    void anInterruptedRunIsAttemptedAgain(int attempt, int next) throws IOException {
        JsonNode requested = only("t.attempt.requested", settled(attempt, null, interrupted()));

        assertThat(requested.path("attempt").asInt()).isEqualTo(next);
        assertThat(requested.path("jobId").asText()).isEqualTo(jobId.toString());
    }

    @Test
    void theThirdThatIsInterruptedIsTheLast() throws IOException {
        assertThat(only("t.outcome.proposed", settled(3, null, interrupted()))
                        .at("/error/code")
                        .asText())
                .isEqualTo("PROVIDER_INTERRUPTED");
    }

    @ParameterizedTest
    @CsvSource({
        // A clock may be a day ahead; what is later nobody can mean.
        "2026-01-03T03:04:05.678Z,2026-01-03T03:04:05.678Z",
        "2026-01-03T03:04:05.679Z,2026-01-02T03:04:05.678Z",
        // And an outcome is not long before its job.
        "2026-01-01T03:03:05.678Z,2026-01-01T03:03:05.678Z",
        "2026-01-01T03:03:05.677Z,2026-01-02T03:04:05.678Z",
    })
    void aTimeThatNobodyCanMeanIsThatOfTheReport(String said, String taken) throws IOException {
        JsonNode completed = only(
                "t.outcome.proposed",
                settled(1, null, "{'id':'p1','status':'failed','completed_at':'%s'}".formatted(said)));

        assertThat(completed.path("completedAt").asText()).isEqualTo(taken);
    }

    @Test
    void whoeverReportsIsReadInTheirOwnWords() throws IOException {
        assertThat(only(
                                "t.job.generated",
                                settled(
                                        1,
                                        "push",
                                        "{'ticket':'p1','state':'done','files':['https://replicate.delivery/a.png']}"))
                        .path("outputUrls"))
                .hasSize(1);
        assertThat(only("t.outcome.proposed", settled(1, "push", "{'ticket':'p1','state':'broken','why':'odd'}"))
                        .at("/error/code")
                        .asText())
                .isEqualTo("MODEL_ERROR");
    }

    @Test
    void whatIsNoReportIsADeadLetter() {
        assertThat(deadReason(signed(1, null), "7")).contains("not a prediction");
        assertThat(deadReason(signed(1, null), "{'id':'p1'}")).contains("must have id and status");
        assertThat(deadReason(signed(1, "push"), "{}")).contains("no ticket");
        assertThat(deadReason(signed(1, "gone"), "{}")).contains("gone");
        assertThat(deadReason("nobody's", "{'id':'p1','status':'failed'}")).contains("not signed by us");
    }

    private List<Outgoing> settled(int attempt, @Nullable String provider, String said) {
        Batch batch = batch(signed(attempt, provider), said);
        settle.settle(batch);
        assertThat(TestPolls.deadReason(batch)).isNull();
        return TestPolls.outputs(batch);
    }

    private @Nullable String deadReason(String context, String said) {
        Batch batch = batch(context, said);
        settle.settle(batch);
        return TestPolls.deadReason(batch);
    }

    private static Batch batch(String context, String said) {
        return TestPolls.batch(
                said.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                new RecordHeader(SignedContext.PARAMETER, context.getBytes(StandardCharsets.UTF_8)));
    }

    private String signed(int attempt, @Nullable String provider) {
        Job job = TestJobs.pending(jobId, CREATED);
        return contexts.sign(new AttemptContext(job, attempt, 3, null, provider));
    }

    private static String interrupted() {
        return "{'id':'p1','status':'failed','error':'Prediction interrupted; please retry (code: PA)'}";
    }

    private static JsonNode only(String topic, List<Outgoing> outputs) throws IOException {
        assertThat(outputs).extracting(Outgoing::topic).containsExactly(topic);
        return JsonConfiguration.json().readTree(outputs.getFirst().value());
    }
}
