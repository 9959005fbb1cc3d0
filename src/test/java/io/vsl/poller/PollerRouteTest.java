package io.vsl.poller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Simulator;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the webhooks do not tell is found out, and nothing is paid for twice. */
class PollerRouteTest {

    private static Application application;

    private final String prompt = "poller " + UUID.randomUUID();
    private final Client client = new Client(application.url());

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "vsl.poller.period", "1s", "vsl.poller.patience", "1s", "vsl.poller.absent-after", "3s"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void clear() {
        Simulator.clearFaults();
    }

    @Test
    void aJobWhoseWebhookIsLostCompletes() {
        fault("webhook", "lose");

        JsonNode job = client.awaitOutcome(submit());

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.predictions(job.path("jobId").asText())).isEqualTo(1);
    }

    @Test
    void aPredictionWhoseAnswerAndWebhookAreLostIsFoundInTheList() {
        fault("create", "drop-answer");
        fault("webhook", "lose");

        JsonNode job = client.awaitOutcome(submit());

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.predictions(job.path("jobId").asText())).isEqualTo(1);
    }

    @Test
    void aRequestThatIsProvenNeverToHaveArrivedIsSentAgain() {
        Simulator.fault("{'on':'create','kind':'status','status':503,'times':1,'match':{'prompt':'%s'}}"
                .formatted(prompt));

        JsonNode job = client.awaitOutcome(submit());

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.predictions(job.path("jobId").asText())).isEqualTo(1);
    }

    @Test
    void anAttemptIsClosedOnceItsJobHasEnded() {
        String jobId = submit();
        client.awaitOutcome(jobId);

        await().untilAsserted(() -> assertThat(Database.shared().query(
                "SELECT count(*) FROM prediction_attempts WHERE closed_at IS NOT NULL AND job_id = '%s'".formatted(jobId)))
                .containsExactly("1"));
    }

    private void fault(String on, String kind) {
        Simulator.fault("{'on':'%s','kind':'%s','match':{'prompt':'%s'}}".formatted(on, kind, prompt));
    }

    private String submit() {
        return client.submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s"}""".formatted(prompt));
    }
}
