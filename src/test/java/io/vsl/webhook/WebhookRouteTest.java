package io.vsl.webhook;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.job.AttemptContext;
import io.vsl.provider.SignedContext;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import io.vsl.testing.TestJobs;
import io.vsl.testing.VslProcess;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /webhook/replicate}: of what is signed that is kept which is needed, anything else is refused. */
@NeedsServers
class WebhookRouteTest {

    private static final String JSON = "application/json";

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final UUID jobId = UUID.randomUUID();
    private final String context = application
            .bean(SignedContext.class)
            .sign(new AttemptContext(
                    TestJobs.pending(jobId, Instant.now().truncatedTo(ChronoUnit.MILLIS)), 1, 0, null));
    private final byte[] failed = ("{ \"id\":\"p-" + jobId
                    + "\",\n\t\"status\":\"failed\", \"error\":\"é 🦊 \\u00e9\"  }\n")
            .getBytes(StandardCharsets.UTF_8);

    @AfterEach
    void nothingGoesWrongAnyMore() {
        Simulator.clearFaults();
    }

    @Test
    void weSignAsTheStandardsTestVectorDoes() {
        assertThat(signature(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "1614265330",
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void whatSaysNothingElseIsKeptByteForByteAndBringsTheJobOn() {
        HttpResponse<String> response = Http.send(signed(failed));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map()).doesNotContainKeys("webhook-id", "webhook-signature", "transfer-encoding");
        ConsumerRecord<byte[], byte[]> record = reported();
        assertThat(record.value()).isEqualTo(failed);
        assertThat(Log.header(record, "ce_id")).isEqualTo("msg-" + jobId);
        assertThat(client.awaitOutcome(jobId.toString()).at("/error/message").asText())
                .isEqualTo("é 🦊 é");
    }

    @Test
    void aProcessThatHasJustStartedAndOnlyTakesWebhooksKnowsWhatOthersSigned() {
        try (Application started = Application.start(Map.of(
                "VSL_STAGES",
                "webhook",
                "VSL_TOPIC_PREFIX",
                application.topic("x").replace(".x", "")))) {
            HttpResponse<String> response = Http.send(signed(started.url(), failed));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(reported().value()).isEqualTo(failed);
        }
    }

    @Test
    void ofAPredictionOnlyWhatIsNeededGoesOn() {
        byte[] said = ("{\"id\":\"p1\",\"status\":\"failed\",\"error\":{\"detail\":\"odd\"},\"logs\":\"%s\","
                        + "\"input\":{\"prompt\":\"secret\"},\"urls\":{\"get\":\"x\"}}")
                .formatted("x".repeat(500_000))
                .getBytes(StandardCharsets.UTF_8);

        assertThat(Http.send(signed(said)).statusCode()).isEqualTo(200);

        assertThat(Log.value(reported())).isEqualTo("{\"id\":\"p1\",\"status\":\"failed\",\"error\":\"odd\"}");
        assertThat(client.awaitOutcome(jobId.toString()).at("/error/message").asText())
                .isEqualTo("odd");
    }

    @Test
    void aReportThatATopicDoesNotTakeSaysSoAndEndsTheJob() throws Exception {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        byte[] said = "{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":\"data:image/png;base64,%s\"}"
                .formatted(Base64.getEncoder().encodeToString(noise))
                .getBytes(StandardCharsets.UTF_8);
        limit("100000");
        try {
            assertThat(Http.send(signed(said)).statusCode()).isEqualTo(200);
        } finally {
            limit("4194304");
        }

        JsonNode error = client.awaitOutcome(jobId.toString()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("OUTPUT_REJECTED");
        assertThat(error.path("message").asText()).contains("too large").contains("400024");
    }

    private void limit(String bytes) throws Exception {
        ConfigResource topic = new ConfigResource(Type.TOPIC, application.topic("prediction.reported"));
        try (Admin admin = Log.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Awaitility.await().until(() -> admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .get(topic)
                    .get("max.message.bytes")
                    .value()
                    .equals(bytes));
        }
    }

    @Test
    void oneGoodSignatureAmongSeveralIsEnough() {
        String good = signature(secret(), "msg-" + jobId, now(), failed);

        assertThat(Http.send(request(context, "msg-" + jobId, now(), "v1,AAAA v2,x " + good, failed))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "v1", "v1,", "v1,AAAA", "v1,%%%", "v2,AAAA", ",", "v1,é"})
    void aSignatureThatIsNoneIsRefused(String signature) {
        assertProblem(Http.send(request(context, "msg", now(), signature, failed)), 401, "INVALID_SIGNATURE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "0", "1614265330", "99999999999999999999999", "1e9", "9999999999"})
    void aTimeThatIsNotNowIsRefusedThoughSigned(String timestamp) {
        assertProblem(Http.send(signedAt(timestamp)), 401, "INVALID_SIGNATURE");
    }

    @Test
    void fiveMinutesAreTheLimitInBothDirections() {
        for (long seconds : new long[] {-240, 240}) {
            String timestamp = Long.toString(Instant.now().getEpochSecond() + seconds);
            assertThat(Http.send(signedAt(timestamp)).statusCode()).isEqualTo(200);
        }
        for (long seconds : new long[] {-360, 360}) {
            String timestamp = Long.toString(Instant.now().getEpochSecond() + seconds);
            assertProblem(Http.send(signedAt(timestamp)), 401, "INVALID_SIGNATURE");
        }
    }

    @Test
    void withoutOneOfTheHeadersItIsRefused() {
        String signature = signature(secret(), "msg", now(), failed);
        List<List<String>> headers = List.of(
                List.of("webhook-timestamp", now(), "webhook-signature", signature),
                List.of("webhook-id", "msg", "webhook-signature", signature),
                List.of("webhook-id", "msg", "webhook-timestamp", now()));
        for (List<String> two : headers) {
            assertProblem(
                    Http.send(Http.to(url(context))
                            .header("Content-Type", JSON)
                            .headers(two.toArray(String[]::new))
                            .POST(BodyPublishers.ofByteArray(failed))),
                    401,
                    "INVALID_SIGNATURE");
        }
        assertProblem(Http.send(Http.to(url(context)).POST(BodyPublishers.noBody())), 401, "INVALID_SIGNATURE");
    }

    @Test
    void aChangedBodyIsRefused() {
        byte[] changed = failed.clone();
        changed[changed.length - 2] = '\t';

        assertProblem(
                Http.send(request(context, "msg", now(), signature(secret(), "msg", now(), failed), changed)),
                401,
                "INVALID_SIGNATURE");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedThoughSigned() {
        assertProblem(Http.send(signed(new byte[] {'"', (byte) 0xff, '"'})), 401, "INVALID_SIGNATURE");
    }

    @Test
    void aSignatureOfAnotherSecretIsRefused() {
        String another = signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg", now(), failed);

        assertProblem(Http.send(request(context, "msg", now(), another, failed)), 401, "INVALID_SIGNATURE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ".", "a.b", "%00", "%F0%9F%A6%8A.x"})
    void aContextThatWeDidNotGiveIsRefused(String forged) {
        assertProblem(
                Http.send(request(forged, "msg", now(), signature(secret(), "msg", now(), failed), failed)),
                400,
                "INVALID_CONTEXT");
    }

    @Test
    void aContextThatIsMissingChangedOrGivenTwiceIsRefused() {
        String changed = (context.startsWith("A") ? "B" : "A") + context.substring(1);
        for (String query : List.of("", "?job=" + jobId, "?context=" + changed, "?context=" + context + "&context=x")) {
            HttpRequest.Builder request = headers(Http.to(application.url() + "/webhook/replicate" + query), failed);
            assertProblem(Http.send(request), 400, "INVALID_CONTEXT");
        }
    }

    @Test
    void aSignedBodyThatIsNoPredictionIsADeadLetter() {
        byte[] body = ("not json " + jobId).getBytes(StandardCharsets.UTF_8);

        assertThat(Http.send(signed(body)).statusCode()).isEqualTo(200);

        assertThat(Log.await(application.topic("settle.dead-letter"), Log.key(jobId.toString()))
                        .value())
                .isEqualTo(body);
    }

    @Test
    void theSameWebhookTwiceIsOneOutcome() {
        String submitted = client.submitted("""
                {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"twice"}}""");
        JsonNode first = client.awaitOutcome(submitted);

        Simulator.resendWebhook(Simulator.prediction(submitted));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Log.read(application.topic("outcome.proposed")).stream()
                                .filter(Log.key(submitted))
                                .count()
                        == 2);
        Log.awaitDrained(application.topic("conclude"), List.of(application.topic("outcome.proposed")));
        List<ConsumerRecord<byte[], byte[]>> outcomes = Log.read(application.topic("job.completed")).stream()
                .filter(Log.key(submitted))
                .toList();
        assertThat(outcomes).singleElement().satisfies(record -> assertThat(Log.header(record, "ce_id"))
                .isEqualTo(submitted + "/completed"));
        assertThat(client.status(submitted).body().path("completedAt")).isEqualTo(first.path("completedAt"));
        assertThat(Simulator.predictions(submitted)).isEqualTo(1);
    }

    @Test
    void aWebhookThatComesBeforeThePostHasAnsweredBringsTheJobOn() {
        Simulator.fault("{'on':'webhook','kind':'before-answer','match':{'prompt':'early " + jobId + "'}}");

        String submitted = client.submitted("""
                {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"early %s"}}""".formatted(jobId));

        assertThat(client.awaitOutcome(submitted).path("status").asText()).isEqualTo("completed");
        Log.await(application.topic("job.started"), Log.key(submitted));
        assertThat(client.status(submitted).body().path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.predictions(submitted)).isEqualTo(1);
    }

    @Test
    void withoutKafkaReplicateIsToTryAgain() {
        Devstack.shared().stop("kafka");
        try {
            HttpResponse<String> response = Http.send(signed(failed));

            assertProblem(response, 503, "LOG_UNAVAILABLE");
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
        } finally {
            Devstack.shared().start("kafka");
        }
        Awaitility.await("what is sent again to be taken")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Http.send(signed(failed)).statusCode(), status -> status != 503);
        assertThat(reported().value()).isEqualTo(failed);
    }

    @Test
    void whatIsRefusedIsCountedByWhatIsLikelyBehindIt() {
        MeterRegistry meters = application.bean(MeterRegistry.class);
        Map<String, HttpRequest.Builder> refused = Map.of(
                "signature",
                        request(
                                context,
                                "msg",
                                now(),
                                signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg", now(), failed),
                                failed),
                "timestamp", signedAt(Long.toString(Instant.now().getEpochSecond() + 3600)),
                "context", request("a.b", "msg", now(), signature(secret(), "msg", now(), failed), failed),
                "headers", Http.to(url(context)).POST(BodyPublishers.noBody()));
        refused.forEach((reason, request) -> {
            double before = count(meters, reason);
            HttpResponse<String> answer = Http.send(request);
            assertThat(count(meters, reason)).as(reason).isEqualTo(before + 1);
            assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
                    .isEqualTo(answer.statusCode() == 401);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 20) + 1, 4 << 20})
    void aPredictionOfMegabytesIsTakenAndOnlyWhatIsNeededGoesOn(int bytes) {
        assertThat(Http.send(signed(large(bytes))).statusCode()).isEqualTo(200);

        assertThat(Log.value(reported())).isEqualTo("{\"id\":\"p1\",\"status\":\"failed\",\"error\":\"no\"}");
        assertThat(client.awaitOutcome(jobId.toString()).path("status").asText())
                .isEqualTo("failed");
    }

    @Test
    void theBoundIsWhatAllBodiesMayHoldWhereThatIsLess() {
        int most = 5 << 20;
        try (Application small = Application.start(Map.of("VSL_STAGES", "setup,webhook", "VSL_MAX_HELD", "5MB"))) {
            MeterRegistry meters = small.bean(MeterRegistry.class);

            assertThat(Http.send(signed(small.url(), large(most))).statusCode()).isEqualTo(200);
            assertProblem(Http.send(signed(small.url(), large(most + 1))), 413, "BODY_TOO_LARGE");
            assertThat(count(meters, "too-large")).isEqualTo(1);

            byte[] larger = large(most + 1);
            HttpRequest.Builder ofUnknownLength = signed(small.url(), larger)
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(larger)));
            assertProblem(Http.send(ofUnknownLength), 413, "BODY_TOO_LARGE");
            assertThat(count(meters, "too-large")).isEqualTo(2);
        }
    }

    @Test
    void aboveTheBoundNothingIsRead() {
        String answer = Http.raw(
                application.url(),
                "POST /webhook/replicate?context=" + context + " HTTP/1.1\r\n"
                        + "Host: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                        + ((32 << 20) + 1) + "\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
    }

    @Test
    void aSmallHeapTakesFourMegabytesToo() {
        try (VslProcess small = VslProcess.start(Map.of(
                "VSL_STAGES",
                "webhook",
                "VSL_TOPIC_PREFIX",
                application.topic("x").replace(".x", "")))) {
            byte[] said = large((4 << 20) + 1000);

            List<Integer> answers = IntStream.range(0, 8)
                    .parallel()
                    .mapToObj(each -> Http.send(signed(small.url(), said)).statusCode())
                    .toList();

            assertThat(answers).contains(200).isSubsetOf(200, 503);
            assertThat(Http.send(signed(small.url(), said)).statusCode()).isEqualTo(200);
            assertThat(small.log()).doesNotContain("OutOfMemoryError");
        }
    }

    /** A prediction of that many bytes, nearly all of them log. */
    private static byte[] large(int bytes) {
        String begin = "{\"id\":\"p1\",\"status\":\"failed\",\"error\":\"no\",\"logs\":\"";
        return (begin + "x".repeat(bytes - begin.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static double count(MeterRegistry meters, String reason) {
        Counter counter =
                meters.find("vsl.webhook.refused").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private ConsumerRecord<byte[], byte[]> reported() {
        return Log.await(application.topic("prediction.reported"), Log.key(jobId.toString()));
    }

    private HttpRequest.Builder signed(byte[] body) {
        return signed(application.url(), body);
    }

    private HttpRequest.Builder signed(String vsl, byte[] body) {
        return headers(Http.to(vsl + "/webhook/replicate?job=" + jobId + "&context=" + context), body);
    }

    private HttpRequest.Builder signedAt(String timestamp) {
        return request(context, "msg", timestamp, signature(secret(), "msg", timestamp, failed), failed);
    }

    private HttpRequest.Builder headers(HttpRequest.Builder request, byte[] body) {
        String id = "msg-" + jobId;
        return request.header("Content-Type", JSON)
                .header("webhook-id", id)
                .header("webhook-timestamp", now())
                .header("webhook-signature", signature(secret(), id, now(), body))
                .POST(BodyPublishers.ofByteArray(body));
    }

    private HttpRequest.Builder request(String token, String id, String timestamp, String signature, byte[] body) {
        return Http.to(url(token))
                .header("Content-Type", JSON)
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofByteArray(body));
    }

    private String url(String token) {
        return application.url() + "/webhook/replicate?job=" + jobId + "&context=" + token;
    }

    private static String secret() {
        return Devstack.shared().get("REPLICATE_WEBHOOK_SECRET");
    }

    /** To the minute, so that it is the same where it stands twice. */
    private static String now() {
        return Long.toString(Instant.now().truncatedTo(ChronoUnit.MINUTES).getEpochSecond());
    }

    private static String signature(String secret, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
