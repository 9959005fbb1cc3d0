package io.vsl.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job can be cancelled wherever it is, and what has ended stays as it ended. */
@NeedsServers
class CancelRouteTest {

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final String prompt = "cancel " + UUID.randomUUID();

    @AfterEach
    void nothingGoesWrongAnyMore() {
        Simulator.clearFaults();
    }

    @Test
    void aJobThatRunsIsCancelledAndItsPredictionToo() {
        fault("'on':'prediction','kind':'stuck'");
        String jobId = submit();
        Log.await(application.topic("job.started"), Log.key(jobId));

        assertThat(client.cancel(jobId).status()).isEqualTo(202);

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");
        assertThat(client.status(jobId).body().at("/error/code").asText()).isEqualTo("CANCELLED");
        Awaitility.await()
                .until(() -> Simulator.status(Simulator.prediction(jobId)).equals("canceled"));
    }

    @Test
    void aJobThatIsNotSentYetIsCancelledAndNeverSent() {
        fault("'on':'create','kind':'status','status':429,'retry_after':1");
        String jobId = submit();
        Simulator.awaitFaults(1);

        assertThat(client.cancel(jobId).status()).isEqualTo(202);

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");
        Simulator.clearFaults();
        Log.awaitDrained(application.topic("generate"), List.of(application.topic("job.accepted")));
        assertThat(Simulator.predictions(jobId)).isZero();
    }

    @Test
    void aWishThatComesBeforeItsJobHoldsTrue() {
        String jobId = UUID.randomUUID().toString();
        Log.produce(application.topic("job.cancel-requested"), jobId, "{\"reason\":\"a mistake\"}");
        Log.awaitDrained(application.topic("cancel"), List.of(application.topic("job.cancel-requested")));

        Log.produce(application.topic("job.requested"), jobId, request());

        assertThat(Log.value(Log.await(application.topic("job.completed"), Log.key(jobId))))
                .contains("\"cancelled\"");
        assertThat(Simulator.predictions(jobId)).isZero();
    }

    @Test
    void anEmptyRecordWillDo() {
        fault("'on':'prediction','kind':'stuck'");
        String jobId = submit();

        Log.produce(application.topic("job.cancel-requested"), jobId, "");

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_764_000_000L, 1_764_000_000_000_000L})
    void aRecordWhoseTimeNoClockWroteIsAWishLikeAnyOther(long timestamp) {
        Log.takeAnyTime(List.of(application.topic("job.cancel-requested")));
        fault("'on':'prediction','kind':'stuck'");
        String jobId = submit();

        Log.produce(List.of(new ProducerRecord<>(
                application.topic("job.cancel-requested"),
                null,
                timestamp,
                jobId.getBytes(StandardCharsets.UTF_8),
                new byte[0])));

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void aJobThatHasEndedAnswers409() {
        String jobId = submit();
        client.awaitOutcome(jobId);

        Client.Answer answer = client.cancel(jobId);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("code").asText()).isEqualTo("JOB_HAS_ENDED");
    }

    @Test
    void aJobThatNobodyKnowsAnswers404() {
        assertThat(client.cancel(UUID.randomUUID().toString()).status()).isEqualTo(404);
        assertThat(client.cancel("mine").status()).isEqualTo(404);
    }

    @Test
    void whenReplicateCantBeAskedTheJobIsCancelledAndThePredictionLater() {
        fault("'on':'prediction','kind':'stuck'");
        fault("'on':'cancel','kind':'status','status':503,'times':1");
        String jobId = submit();
        Log.await(application.topic("job.started"), Log.key(jobId));

        client.cancel(jobId);

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");
        Awaitility.await()
                .until(() -> Simulator.status(Simulator.prediction(jobId)).equals("canceled"));
    }

    @Test
    void ofCancelAndSuccessAtTheSameMomentOneHoldsEverywhere() {
        List<String> jobs = IntStream.range(0, 12).mapToObj(i -> submit()).toList();

        jobs.forEach(client::cancel);

        for (String jobId : jobs) {
            JsonNode job = client.awaitOutcome(jobId);
            List<String> told = Log.read(application.topic("job.completed")).stream()
                    .filter(Log.key(jobId))
                    .map(Log::value)
                    .distinct()
                    .toList();
            assertThat(told)
                    .singleElement()
                    .asString()
                    .contains("\"status\":\"%s\"".formatted(job.path("status").asText()));
        }
    }

    private void fault(String rule) {
        Simulator.fault("{%s,'match':{'prompt':'%s'}}".formatted(rule, prompt));
    }

    private String submit() {
        return client.submitted(request());
    }

    private String request() {
        return """
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s"}""".formatted(prompt);
    }
}
