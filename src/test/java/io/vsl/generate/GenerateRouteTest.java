package io.vsl.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Replicate can answer, or not answer, and that no job ever has two predictions. */
@NeedsServers
class GenerateRouteTest {

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final String prompt = "a fox " + UUID.randomUUID();

    @AfterEach
    void nothingGoesWrongAnyMore() {
        Simulator.clearFaults();
    }

    @ParameterizedTest
    @CsvSource({"422, version does not exist", "404, could not be found"})
    void whatReplicateRefusesEndsTheJobWithItsReason(int status, String reason) {
        fault("'on':'create','kind':'status','status':" + status);

        String jobId = submit(1);
        JsonNode job = client.awaitOutcome(jobId);

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/code").asText()).isEqualTo("PROVIDER_REJECTED");
        assertThat(job.at("/error/message").asText()).contains(reason);
        assertThat(job.has("cost")).isFalse();
        assertThat(Simulator.predictions(jobId)).isZero();
    }

    @Test
    void aStormOf429LosesNoJobAndPaysForNoneTwice() {
        fault("'on':'create','kind':'status','status':429,'retry_after':1,'times':12");

        List<String> jobs = IntStream.range(0, 10).mapToObj(i -> submit(1)).toList();

        for (String jobId : jobs) {
            assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
            assertThat(Simulator.predictions(jobId)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-answer", "cut-answer"})
    void aJobWhoseAnswerIsLostCompletesThroughTheWebhook(String kind) {
        fault("'on':'create','kind':'%s'".formatted(kind));

        String jobId = submit(1);

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.predictions(jobId)).isEqualTo(1);
    }

    @Test
    void anErrorOfReplicatesAfterItHasTakenTheJobIsNoReasonToSendItAgain() {
        fault("'on':'create','kind':'status','status':503,'accepted':true");

        String jobId = submit(1);

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
        // As long as a client that repeats would wait before it does.
        Awaitility.await().during(Duration.ofSeconds(3)).until(() -> Simulator.predictions(jobId) == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "E005, CONTENT_FLAGGED, false",
        "NSFW, CONTENT_FLAGGED, false",
        "E1001, OUT_OF_MEMORY, false",
        "PA, PROVIDER_INTERRUPTED, true",
        "whatever, MODEL_ERROR, false"
    })
    void aPredictionThatFailsSaysWhatKindOfFailureItWas(String said, String code, boolean retryable) {
        fault("'on':'prediction','kind':'fail','code':'%s'".formatted(said));

        JsonNode job = client.awaitOutcome(submit(1));

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/code").asText()).isEqualTo(code);
        assertThat(job.at("/error/retryable").asBoolean()).isEqualTo(retryable);
        assertThat(job.has("result")).isFalse();
    }

    @Test
    void anInterruptedRunIsAttemptedAnewAndEachAttemptIsVisible() {
        fault("'on':'prediction','kind':'fail','code':'PA','times':2");

        String jobId = submit(1);

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.predictions(jobId)).isEqualTo(3);
        assertThat(Log.read(application.topic("job.started")).stream()
                        .filter(Log.key(jobId))
                        .map(event -> Log.header(event, "ce_id")))
                .containsExactlyInAnyOrder(jobId + "/started/1", jobId + "/started/2", jobId + "/started/3");
        assertThat(Log.read(application.topic("attempt.requested")).stream()
                        .filter(Log.key(jobId))
                        .map(Log::value))
                .hasSize(2)
                .allMatch(value -> value.contains("please retry"));
    }

    @Test
    void aRunThatIsInterruptedAgainAndAgainEndsTheJob() {
        fault("'on':'prediction','kind':'fail','code':'PA'");

        String jobId = submit(1);

        assertThat(client.awaitOutcome(jobId).at("/error/code").asText()).isEqualTo("PROVIDER_INTERRUPTED");
        assertThat(Simulator.predictions(jobId)).isEqualTo(3);
    }

    @Test
    void anotherFailureIsNotAttemptedAnew() {
        fault("'on':'prediction','kind':'fail','code':'E1001'");

        String jobId = submit(1);

        assertThat(client.awaitOutcome(jobId).at("/error/code").asText()).isEqualTo("OUT_OF_MEMORY");
        assertThat(Simulator.predictions(jobId)).isEqualTo(1);
    }

    @Test
    void anAttemptOfAJobThatNobodyKnowsIsADeadLetter() {
        String jobId = UUID.randomUUID().toString();

        Log.produce(
                application.topic("attempt.requested"),
                jobId,
                "{\"jobId\":\"%s\",\"attempt\":2,\"cause\":\"because\"}".formatted(jobId));

        assertThat(Log.header(
                        Log.await(application.topic("generate.dead-letter"), Log.key(jobId)), "dead-letter-reason"))
                .contains("first attempt");
    }

    @Test
    void outputsThatAreMissingDoNotTakeTheOthersAway() {
        fault("'on':'prediction','kind':'partial','missing':1");

        JsonNode job = client.awaitOutcome(submit(3));

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.at("/result/outputs")).hasSize(2);
        assertThat(job.at("/result/missingOutputs").asInt()).isEqualTo(1);
    }

    @Test
    void oneJobThatFailsLeavesItsNeighboursAlone() {
        Simulator.fault("{'on':'create','kind':'status','status':422,'match':{'prompt':'%s bad'}}".formatted(prompt));

        List<String> jobs = IntStream.range(0, 6)
                .mapToObj(i -> submit(1, i == 3 ? prompt + " bad" : prompt))
                .toList();

        for (int i = 0; i < jobs.size(); i++) {
            assertThat(client.awaitOutcome(jobs.get(i)).path("status").asText())
                    .isEqualTo(i == 3 ? "failed" : "completed");
        }
    }

    @Test
    void theSameRecordTwiceIsOnePrediction() {
        String jobId = submit(1);
        client.awaitOutcome(jobId);

        Log.produce(
                application.topic("job.accepted"),
                jobId,
                Log.value(Log.await(application.topic("job.accepted"), Log.key(jobId))));

        String next = submit(1);
        assertThat(client.awaitOutcome(next).path("status").asText()).isEqualTo("completed");
        assertThat(Log.await(application.topic("job.started"), Log.key(jobId))).isNotNull();
        assertThat(Simulator.predictions(jobId)).isEqualTo(1);
        assertThat(client.status(jobId).body().path("status").asText()).isEqualTo("completed");
    }

    private void fault(String rule) {
        Simulator.fault("{%s,'match':{'prompt':'%s'}}".formatted(rule, prompt));
    }

    private String submit(int outputs) {
        return submit(outputs, prompt);
    }

    private String submit(int outputs, String text) {
        return client.submitted("""
                {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"%s","num_outputs":%d}}""".formatted(text, outputs));
    }
}
