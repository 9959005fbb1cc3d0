package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.FLUX;
import static io.vsl.devstack.simulator.RunningSimulator.SECRET;
import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vsl.devstack.simulator.WebhookReceiver.Call;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksTest {

    @TempDir
    private Path dir;

    private RunningSimulator replicate;

    @BeforeEach
    void start() {
        replicate = new RunningSimulator(dir, 100);
    }

    @AfterEach
    void stop() {
        replicate.close();
    }

    @Test
    void theEndIsReportedWithTheWholePredictionUnderASignature() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            JsonObject created = create(receiver, "completed");

            Call call = receiver.first(1).get(0);

            assertThat(call.signedWith(SECRET)).isTrue();
            assertThat(Long.parseLong(call.timestamp()))
                    .isCloseTo(System.currentTimeMillis() / 1000, Offset.offset(5L));
            assertThat(call.prediction()).isEqualTo(replicate.prediction(created.getString("id")));
            assertThat(call.uri()).isEqualTo("/hook?job=a%20b&x=1");
            replicateReports(1);
        }
    }

    @Test
    void byDefaultOutputsAndTheEndAreReported() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.create(FLUX, input("prompt", "x").put("webhook", receiver.url()));

            List<Call> calls = receiver.first(2);

            assertThat(calls).extracting(Call::status).containsExactlyInAnyOrder("processing", "succeeded");
            assertThat(calls)
                    .allMatch(call -> call.prediction().getJsonArray("output").size() == 1);
            replicateReports(2);
        }
    }

    @Test
    void onlyTheEventsAskedForAreReported() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            create(receiver, "start");

            assertThat(receiver.first(1).get(0).status()).isEqualTo("processing");
            replicateReports(1);
        }
    }

    @Test
    void outputAndLogsTogetherComeAtMostEvery500Ms() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.settings("predictSeconds", 0, "speed", 0.1);

            create(receiver, "start", "output", "logs", "completed");

            assertThat(receiver.first(3)).hasSize(3);
            replicateReports(3);
        }
    }

    @Test
    void failedAndCanceledPredictionsAreReportedToo() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.fault("on", "prediction", "kind", "fail", "times", 1);
            create(receiver, "completed");
            receiver.first(1);
            replicate.fault("on", "prediction", "kind", "stuck");
            JsonObject stuck = create(receiver, "completed");
            replicate.send(replicate
                    .request("/v1/predictions/" + stuck.getString("id") + "/cancel")
                    .POST(BodyPublishers.noBody()));

            assertThat(receiver.first(2)).extracting(Call::status).containsExactly("failed", "canceled");
        }
    }

    @Test
    void theReportOfTheEndIsTriedAgainForAMinuteUnderTheSameId() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver(call -> call % 2 == 0 ? 503 : 404)) {
            create(receiver, "completed");

            List<Call> calls = receiver.first(6);

            assertThat(calls).extracting(Call::id).containsOnly(calls.get(0).id());
            assertThat(calls).allMatch(call -> call.signedWith(SECRET));
            double seconds = (calls.get(5).nanos() - calls.get(0).nanos()) / 1e9 * 100;
            assertThat(seconds).isBetween(55.0, 200.0);
            await().until(() -> replicate.json("/_sim/health").getInteger("webhooksFailed") == 6);
        }
    }

    @Test
    void aTryThatIsAnsweredIsTheLast() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver(call -> call == 0 ? 500 : 200)) {
            create(receiver, "completed");

            receiver.first(2);

            replicateReports(1);
            assertThat(receiver.calls()).hasSize(2);
        }
    }

    @Test
    void otherReportsAreNotTriedAgain() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver(call -> 500)) {
            create(receiver, "start");

            await().until(() -> replicate.json("/_sim/health").getInteger("webhooksFailed") == 1);
            replicate.settings("speed", 100_000);
            create(receiver, "start");
            receiver.first(2);

            assertThat(receiver.calls()).extracting(Call::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver(call -> 302)) {
            create(receiver, "completed");

            await().until(() -> replicate.json("/_sim/health").getInteger("webhooksFailed") == 1);

            assertThat(receiver.calls()).hasSize(1).allMatch(call -> call.uri().startsWith("/hook"));
        }
    }

    @Test
    void aReceiverThatIsAwayIsTriedAgain() throws Exception {
        String url;
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            url = receiver.url();
        }

        replicate.create(
                FLUX, input("prompt", "x").put("webhook", url).put("webhook_events_filter", JsonArray.of("completed")));

        await().until(() -> replicate.json("/_sim/health").getInteger("webhooksFailed") == 6);
    }

    @Test
    void aReportIsSentAgainByHandUnderTheIdItHad() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            JsonObject created = create(receiver, "completed");
            receiver.first(1);

            assertThat(replicate
                            .send(replicate
                                    .request("/_sim/predictions/" + created.getString("id") + "/webhook")
                                    .POST(BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(202);

            List<Call> calls = receiver.first(2);
            assertThat(calls.get(1).id()).isEqualTo(calls.get(0).id());
            assertThat(calls.get(1).body()).isEqualTo(calls.get(0).body());
        }
    }

    @Test
    void webhooksCanBeTurnedOffAndThenSentByHand() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.settings("webhooks", false, "predictSeconds", 0);
            JsonObject created = replicate.reach(create(receiver, "completed"), "succeeded");

            replicate.send(replicate
                    .request("/_sim/predictions/" + created.getString("id") + "/webhook")
                    .POST(BodyPublishers.noBody()));

            assertThat(receiver.first(1)).hasSize(1);
        }
    }

    @Test
    void predictionsAreCountedByWebhookUrlAndByJob() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            IntStream.range(0, 2).forEach(i -> create(receiver, "completed"));
            replicate.create(FLUX, input("prompt", "x").put("webhook", receiver.url() + "?job=c"));
            replicate.createFlux();

            JsonObject counts = replicate.json("/_sim/predictions");
            assertThat(counts.getInteger("total")).isEqualTo(4);
            assertThat(counts.getInteger("repeatedJobs")).isEqualTo(1);
            assertThat(counts.getJsonObject("byJob"))
                    .isEqualTo(new JsonObject().put("a b", 2).put("c", 1));
            assertThat(counts.getJsonObject("byWebhook").getInteger(receiver.url() + "?job=c"))
                    .isEqualTo(1);
            assertThat(replicate
                            .json("/_sim/predictions?min=2")
                            .getJsonObject("byJob")
                            .fieldNames())
                    .containsExactly("a b");
            JsonObject job = replicate.json("/_sim/predictions?job=a%20b");
            assertThat(job.getInteger("count")).isEqualTo(2);
            assertThat(job.getJsonArray("predictions")).hasSize(2);

            replicate.send(replicate.request("/_sim/reset").POST(BodyPublishers.noBody()));
            assertThat(replicate.json("/_sim/predictions").getInteger("total")).isZero();
            assertThat(replicate.json("/v1/predictions").getJsonArray("results"))
                    .isEmpty();
        }
    }

    @Test
    void anotherAttemptOfAJobIsNoRepetitionAndTheSameOneTwiceIs() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            for (String attempt : List.of("job=a&attempt=1", "job=a&attempt=2", "job=b", "attempt=1&job=b")) {
                replicate.create(FLUX, input("prompt", "x").put("webhook", receiver.url() + "?" + attempt));
            }

            JsonObject counts = replicate.json("/_sim/predictions?min=2");
            assertThat(counts.getInteger("repeatedAttempts")).isEqualTo(1);
            assertThat(counts.getJsonObject("byAttempt")).isEqualTo(new JsonObject().put("b/1", 2));
            assertThat(counts.getInteger("repeatedJobs")).isEqualTo(2);

            replicate.send(replicate.request("/_sim/reset").POST(BodyPublishers.noBody()));
            assertThat(replicate.json("/_sim/predictions").getInteger("repeatedAttempts"))
                    .isZero();
        }
    }

    /** Waits until as many reports have been delivered, and holds that it stays so while another one is. */
    private void replicateReports(int number) throws Exception {
        await().until(() -> replicate.json("/_sim/health").getInteger("webhooksDelivered") >= number);
        try (WebhookReceiver other = new WebhookReceiver()) {
            create(other, "completed");
            await().until(() -> replicate.json("/_sim/health").getInteger("webhooksDelivered") == number + 1);
        }
    }

    private JsonObject create(WebhookReceiver receiver, String... events) {
        try {
            return replicate.create(
                    FLUX,
                    input("prompt", "x")
                            .put("webhook", receiver.url() + "?job=a%20b&x=1")
                            .put("webhook_events_filter", new JsonArray(List.of(events))));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
