package io.vsl.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.platform.security.Sha256;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that requests name: each way a model gets the same bytes, and what is wrong with one costs nothing. */
@NeedsServers
class InputsRouteTest {

    private static final String MODELS = """
            {"video":{"mover":{"version":"stability-ai/stable-video-diffusion:3f0457e4619daac51203dedb472816fd4af51f3149fa7a9e0b5ffcf1b8172438",
              "pricing":0.05,"estimatedTime":60,"supportedParams":{
              "image":{"type":"uri","maxLength":350000,"as":"input_image","required":true}}}},
             "image":{"mixer":{"version":"google/nano-banana","pricing":0.03,"estimatedTime":5,"supportedParams":{
              "prompt":{"type":"string","required":true},
              "images":{"type":"array","as":"image_input","maxItems":10,
                "items":{"type":"uri","maxLength":350000,"accept":["image/png"],"maxSize":500000}}}}}}""";

    private static final long MAX_SIZE = 1_000_000;

    private static Application application;
    private static byte[] picture;

    private final Client client = new Client(application.url());
    private final CallersHost host = new CallersHost();

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "MODELS_CONFIG",
                MODELS,
                "vsl.inputs.max-size",
                MAX_SIZE + "B",
                "vsl.inputs.timeout",
                "1s",
                "vsl.inputs.max-tries",
                "2"));
        picture = Http.bytes(Http.to(Simulator.picture())).body();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void close() {
        Simulator.clearFaults();
        host.close();
    }

    @Test
    void aUrlIsFetchedAndItsModelGetsTheFile() {
        host.at("/cat", CallersHost.file("application/octet-stream", picture))
                .at("/there", CallersHost.redirect("/cat"));

        JsonNode job = client.awaitOutcome(client.submitted(move(host.url("/there"))));

        assertModelSaw(job, picture);
    }

    @Test
    void aDataUriIsDecodedAndItsModelGetsTheFile() {
        byte[] small = small();

        JsonNode job = client.awaitOutcome(
                client.submitted(move("data:;base64," + Base64.getEncoder().encodeToString(small))));

        assertModelSaw(job, small);
    }

    @Test
    void anUploadIsTakenAndItsModelGetsTheFile() {
        JsonNode upload = upload(client, "{\"contentType\":\"image/png\",\"size\":%d}".formatted(picture.length));
        assertThat(Http.put(upload.path("url").asText(), "image/png", picture).statusCode())
                .isEqualTo(200);

        String first = client.submitted(move(upload.path("uploadId").asText()));
        String second = client.submitted(move(upload.path("uploadId").asText()));

        assertModelSaw(client.awaitOutcome(first), picture);
        assertModelSaw(client.awaitOutcome(second), picture);
    }

    @Test
    void aListOfFilesKeepsItsOrder() {
        host.at("/cat.png", CallersHost.file("image/png", picture));
        byte[] small = small();
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(small);

        String jobId = client.submitted(mix(data, host.url("/cat.png")));

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
        assertThat(Simulator.inputs(jobId).findValuesAsText("sha256"))
                .containsExactlyInAnyOrder(Sha256.hex(small), Sha256.hex(picture));
        assertThat(Simulator.inputs(jobId)).anySatisfy(seen -> {
            assertThat(seen.path("input").asText()).isEqualTo("image_input.0");
            assertThat(seen.path("sha256").asText()).isEqualTo(Sha256.hex(small));
        });
    }

    @Test
    void theSameOverKafka() {
        JsonNode upload = upload(client, "{\"contentType\":\"image/png\"}");
        Http.put(upload.path("url").asText(), "image/png", picture);
        String jobId = UUID.randomUUID().toString();

        Log.produce(application.topic("job.requested"), jobId, """
                        {"userId":"user123","mediaType":"video","modelId":"mover","parameters":{"image":"%s"}}""".formatted(
                        upload.path("uploadId").asText()));

        JsonNode job = client.awaitOutcome(jobId);
        assertModelSaw(job, picture);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /page.png    | INPUT_REJECTED    | false | must be image/*, and is
            /large.png   | INPUT_REJECTED    | false | is larger than 1000000 bytes
            /endless     | INPUT_UNAVAILABLE | true  | could not be fetched: takes longer than
            /gone        | INPUT_REJECTED    | false | can't be fetched: status 404
            /empty       | INPUT_REJECTED    | false | is empty
            /down        | INPUT_UNAVAILABLE | true  | could not be fetched: status 503
            /round       | INPUT_REJECTED    | false | is behind more than 5 redirects
            /to-a-file   | INPUT_REJECTED    | false | is redirected to something that is no URL""")
    void whatCanNotBeUsedEndsTheJobBeforeAnythingIsPaidFor(
            String path, String code, boolean retryable, String message) {
        host.at("/page.png", CallersHost.file("image/png", "<html>no picture</html>".getBytes()))
                .at("/large.png", CallersHost.file("image/png", new byte[(int) MAX_SIZE + 1]))
                .at("/endless", host.neverEnding())
                .at("/empty", CallersHost.file("image/png", new byte[0]))
                .at("/down", CallersHost.status(503))
                .at("/round", CallersHost.redirect("/round"))
                .at("/to-a-file", CallersHost.redirect("file:///etc/passwd"));

        assertRefused(client.submitted(move(host.url(path))), code, retryable, "parameters.image " + message);
    }

    @Test
    void aParameterMayTakeLessThanAny() {
        host.at("/large.png", CallersHost.file("image/png", new byte[500_001]))
                .at("/cat.png", CallersHost.file("image/png", picture));

        assertRefused(
                client.submitted(mix(host.url("/cat.png"), host.url("/large.png"))),
                "INPUT_REJECTED",
                false,
                "parameters.images[1] is larger than 500000 bytes");
    }

    @Test
    void anUploadThatWasNeverMadeAndOneOfAnotherUserAreNotThere() {
        Client other = new Client(application.url(), key("other-user"));
        JsonNode upload = upload(other, "{\"contentType\":\"image/png\"}");
        Http.put(upload.path("url").asText(), "image/png", picture);

        for (String uploadId : new String[] {
            "upload:" + UUID.randomUUID(), upload.path("uploadId").asText()
        }) {
            assertRefused(
                    client.submitted(move(uploadId)),
                    "INPUT_REJECTED",
                    false,
                    "parameters.image names no upload of the user that is there");
        }
    }

    @Test
    void anUploadIsLookedAtToo() {
        JsonNode upload = upload(client, "{\"contentType\":\"image/png\"}");
        Http.put(upload.path("url").asText(), "image/png", "no picture".getBytes());

        assertRefused(
                client.submitted(move(upload.path("uploadId").asText())),
                "INPUT_REJECTED",
                false,
                "parameters.image must be image/*, and is");
    }

    @Test
    void aHostThatIsBackIsAskedAgain() {
        host.at("/cat", call -> {
            if (host.asked() == 1) {
                call.sendResponseHeaders(503, -1);
            } else {
                CallersHost.file("image/png", picture).give(call);
            }
        });

        assertModelSaw(client.awaitOutcome(client.submitted(move(host.url("/cat")))), picture);
        assertThat(host.asked()).isEqualTo(2);
    }

    /** Whatever is read again: the job is at Replicate, and its file is gone. */
    @Test
    void aReplayEndsNoJobAndPaysForNothing() {
        Simulator.fault("{'on':'prediction','kind':'stuck','times':1}");
        host.at("/cat", CallersHost.file("image/png", picture));
        String jobId = client.submitted(move(host.url("/cat")));
        Log.await(application.topic("job.started"), Log.key(jobId));
        host.at("/cat", CallersHost.status(404));

        for (String topic : new String[] {"job.accepted", "inputs.requested", "attempt.requested"}) {
            ConsumerRecord<byte[], byte[]> read = Log.await(application.topic(topic), Log.key(jobId));
            String stage = topic.startsWith("inputs") ? "inputs" : "generate";
            Log.replay(application.topic(stage + ".retry"), read);
            Log.awaitDrained(application.topic(stage), java.util.List.of(application.topic(stage + ".retry")));
        }
        Log.awaitDrained(application.topic("inputs"), java.util.List.of(application.topic("inputs.requested")));

        assertThat(client.status(jobId).body().path("status").asText()).isEqualTo("processing");
        assertThat(Simulator.predictions(jobId)).isEqualTo(1);
        assertThat(host.asked()).isEqualTo(1);
        client.cancel(jobId);
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void aRefusalIsToldAgainInTheSameWords() {
        String jobId = client.submitted(move(host.url("/gone")));
        JsonNode first = client.awaitOutcome(jobId);

        ConsumerRecord<byte[], byte[]> read = Log.await(application.topic("inputs.requested"), Log.key(jobId));
        Log.replay(application.topic("inputs.retry"), read);
        Log.awaitDrained(application.topic("inputs"), java.util.List.of(application.topic("inputs.retry")));

        assertThat(client.status(jobId).body()).isEqualTo(first);
        assertThat(first.path("attempts").asInt()).isZero();
    }

    @Test
    void aJobThatIsCancelledMeanwhileIsNotSent() {
        host.at("/down", CallersHost.status(503));
        String jobId = client.submitted(move(host.url("/down")));
        Awaitility.await().until(() -> host.asked() > 0);

        client.cancel(jobId);

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isIn("cancelled");
        assertThat(Simulator.predictions(jobId)).isZero();
    }

    @Test
    void noRecordHasALink() {
        host.at("/cat", CallersHost.file("image/png", picture));
        String jobId = client.submitted(move(host.url("/cat")));
        client.awaitOutcome(jobId);

        for (String topic : new String[] {
            "job.accepted",
            "inputs.requested",
            "attempt.requested",
            "job.started",
            "prediction.reported",
            "job.completed"
        }) {
            assertThat(Log.value(Log.await(application.topic(topic), Log.key(jobId))))
                    .as(topic)
                    .doesNotContain("X-Amz-Signature");
        }
        assertThat(Log.value(Log.await(application.topic("attempt.requested"), Log.key(jobId))))
                .contains("temp/" + jobId + "/input-0.png");
    }

    private void assertRefused(String jobId, String code, boolean retryable, String message) {
        JsonNode job = client.awaitOutcome(jobId);
        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/code").asText()).isEqualTo(code);
        assertThat(job.at("/error/retryable").asBoolean()).isEqualTo(retryable);
        assertThat(job.at("/error/message").asText()).startsWith(message);
        assertThat(job.path("attempts").asInt()).isZero();
        assertThat(Simulator.predictions(jobId)).isZero();
    }

    private static void assertModelSaw(JsonNode job, byte[] content) {
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        JsonNode seen = Simulator.inputs(job.path("jobId").asText()).path(0);
        assertThat(seen.path("input").asText()).isEqualTo("input_image");
        assertThat(seen.path("sha256").asText()).isEqualTo(Sha256.hex(content));
        assertThat(seen.path("contentType").asText()).isEqualTo("image/png");
        assertThat(Simulator.predictions(job.path("jobId").asText())).isEqualTo(1);
    }

    private static byte[] small() {
        return Base64.getDecoder()
                .decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    }

    private static String move(String image) {
        return """
                {"userId":"user123","mediaType":"video","modelId":"mover","parameters":{"image":"%s"}}""".formatted(image);
    }

    private static String mix(String one, String other) {
        return """
                {"userId":"user123","mediaType":"image","modelId":"mixer",
                 "parameters":{"prompt":"both","images":["%s","%s"]}}""".formatted(one, other);
    }

    private static JsonNode upload(Client client, String body) {
        Client.Answer answer = client.post("/uploads", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body();
    }

    private static String key(String userId) {
        String key = "k-" + UUID.randomUUID();
        application.bean(ApiKeys.class).register(key, new Caller(userId, false));
        return key;
    }
}
