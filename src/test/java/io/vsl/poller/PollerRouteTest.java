package io.vsl.poller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the webhooks do not tell is found out, and nothing is paid for twice. */
@NeedsServers
class PollerRouteTest {

    private static Application application;

    private final String prompt = "poller " + UUID.randomUUID();
    private final Client client = new Client(application.url());

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "vsl.poller.period",
                "1s",
                "vsl.poller.patience",
                "1s",
                "vsl.poller.absent-after",
                "3s",
                "vsl.generate.send-within",
                "1s"));
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
        Simulator.fault(
                "{'on':'create','kind':'status','status':503,'times':1,'match':{'prompt':'%s'}}".formatted(prompt));

        JsonNode job = client.awaitOutcome(submit());

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.predictions(job.path("jobId").asText())).isEqualTo(1);
    }

    @Test
    void aPredictionOfMegabytesHoldsUpNoOther() {
        fault("webhook", "lose");
        say("logs", "'logs_bytes':6000000,'times':1");
        say("uri", "'output_bytes':6000000,'times':1");
        List<String> others = List.of(submit("other"), submit("other"));
        String logs = submit("logs");
        String uri = submit("uri");
        String last = submit("other");

        assertThat(client.awaitOutcome(logs).path("status").asText()).isEqualTo("completed");
        for (String other : List.of(others.get(0), others.get(1), last)) {
            assertThat(client.awaitOutcome(other).path("status").asText()).isEqualTo("completed");
        }
        JsonNode error = client.awaitOutcome(uri).path("error");
        assertThat(error.path("code").asText()).isEqualTo("OUTPUT_REJECTED");
        assertThat(error.path("message").asText()).contains("too large").containsPattern("6\\d{6}");
        assertThat(Log.value(Log.await(application.topic("prediction.reported"), Log.key(logs))))
                .doesNotContain("logs", "prompt", "urls");
    }

    @Test
    void whatATopicDoesNotTakeEndsItsJobAlone() throws Exception {
        fault("webhook", "lose");
        say("uri", "'output_bytes':600000");
        limit("100000");
        try {
            String uri = submit("uri");
            String other = submit("other");

            assertThat(client.awaitOutcome(other).path("status").asText()).isEqualTo("completed");
            JsonNode error = client.awaitOutcome(uri).path("error");
            assertThat(error.path("code").asText()).isEqualTo("OUTPUT_REJECTED");
            assertThat(error.path("message").asText()).contains("too large").containsPattern("60\\d{4}");
        } finally {
            limit("4194304");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'status':'failed','output':null,'error':{'detail':'CUDA error','code':1}|CUDA error",
                "'status':'failed','output':null,'error':['first','second']|first; second",
                "'status':'failed','output':null,'error':'odd','completed_at':'2026-01-01 10:00:00','created_at':7|odd",
                "'status':'Failed','output':null,'error':'odd','completed_at':{},'data_removed':'no','id':7|odd",
            })
    void aPredictionInAnOddFormEndsItsJobThroughTheWebhookAndWithoutIt(String members, String message) {
        say("odd", "'members':{%s}".formatted(members));

        assertThat(client.awaitOutcome(submit("odd")).at("/error/message").asText())
                .isEqualTo(message);

        fault("webhook", "lose");
        assertThat(client.awaitOutcome(submit("odd")).at("/error/message").asText())
                .isEqualTo(message);
    }

    @Test
    void aRowOfTheLedgerThatCannotBeReadHoldsUpNoOther() {
        UUID broken = UUID.randomUUID();
        Database.shared()
                .execute(("INSERT INTO prediction_attempts (job_id, attempt, state, accepted, updated_at) "
                                + "VALUES ('%s', 1, 'sending', '{\"jobId\":7}', now() - interval '1 day')")
                        .formatted(broken));
        try {
            aJobWhoseWebhookIsLostCompletes();
        } finally {
            Database.shared().execute("DELETE FROM prediction_attempts WHERE job_id = '%s'".formatted(broken));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{'results':{}}",
                "{'results':[null,7],'next':null}",
                "{'results':[]}",
                "{'results':[],'next':'%'}",
                "<html>"
            })
    void aListThatIsNoneIsNoProofThatAnAttemptIsAbsent(String list) {
        fault("create", "drop-answer");
        fault("webhook", "lose");
        Simulator.fault("{'on':'list','kind':'body','times':4,'body':'%s'}".formatted(list.replace("'", "\\\"")));

        JsonNode job = client.awaitOutcome(submit());

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.predictions(job.path("jobId").asText())).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutItsTimeIsAnAnswer() {
        Simulator.fault("{'on':'create','kind':'body','match':{'prompt':'%s'},'body':'%s'}"
                .formatted(prompt, "{'id':'made0up','created_at':'odd','status':7,'error':{}}".replace("'", "\\\"")));

        String jobId = submit();

        assertThat(Http.json(Log.value(Log.await(application.topic("job.started"), Log.key(jobId))))
                        .path("predictionId")
                        .asText())
                .isEqualTo("made0up");
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
    }

    private void say(String word, String options) {
        Simulator.fault(
                "{'on':'prediction','kind':'say','match':{'prompt':'%s %s'},%s}".formatted(prompt, word, options));
    }

    private String submit(String word) {
        return client.submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s %s"}""".formatted(prompt, word));
    }

    private static void limit(String bytes) throws Exception {
        ConfigResource topic = new ConfigResource(Type.TOPIC, application.topic("prediction.reported"));
        try (Admin admin = Log.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            await().until(() -> admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .get(topic)
                    .get("max.message.bytes")
                    .value()
                    .equals(bytes));
        }
    }

    @Test
    void anAttemptIsClosedOnceItsJobHasEnded() {
        String jobId = submit();
        client.awaitOutcome(jobId);

        await().untilAsserted(() -> assertThat(Database.shared()
                        .query("SELECT count(*) FROM prediction_attempts WHERE closed_at IS NOT NULL AND job_id = '%s'"
                                .formatted(jobId)))
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
