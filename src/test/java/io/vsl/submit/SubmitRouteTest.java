package io.vsl.submit;

import static io.vsl.testing.Http.assertProblem;
import static io.vsl.testing.Http.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /generate-media} as hostile and careless callers use it. */
@NeedsServers
class SubmitRouteTest {

    private static final String GOOD = """
            {"userId":"user123","mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private static final int MAX_BODY = 1024 * 1024;

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());

    @Test
    void aGoodRequestIsInKafkaWhenItIsAnswered() {
        HttpResponse<String> response = Http.send(post(GOOD));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Transfer-Encoding")).isEmpty();
        JsonNode answer = json(response.body());
        String jobId = answer.path("jobId").asText();
        assertThat(response.headers().firstValue("Location")).contains("/status/" + jobId);
        assertThat(answer.path("status").asText()).isEqualTo("pending");
        assertThat(requested(jobId)).hasSize(1);
        assertThat(client.status(jobId).status()).isEqualTo(200);
    }

    @Test
    void whoWaitsIsAnsweredWithTheOutcome() {
        String key = UUID.randomUUID().toString();
        Client.Answer waited = client.submit(GOOD, key, "respond-async, wait=30");

        assertThat(waited.status()).isEqualTo(200);
        assertThat(waited.body().path("status").asText()).isEqualTo("completed");
        assertThat(waited.body().at("/result/originalUrl").asText()).startsWith("http");
        assertThat(waited.response().headers().firstValue("Preference-Applied")).contains("wait=30");
        String jobId = waited.body().path("jobId").asText();
        assertThat(waited.response().headers().firstValue("Location")).contains("/status/" + jobId);
        Client.Answer again = client.submit(GOOD, key, "wait");
        assertThat(again.status()).as("one that has ended").isEqualTo(200);
        assertThat(again.body().path("jobId").asText()).isEqualTo(jobId);
        assertThat(again.body().path("completedAt")).isEqualTo(waited.body().path("completedAt"));
    }

    @Test
    void whoWaitsTooShortlyIsAnsweredAsAlways() {
        try (Application alone = Application.start(Map.of("VSL_STAGES", "submit,setup"))) {
            Client.Answer answer =
                    new Client(alone.url()).submit(GOOD, UUID.randomUUID().toString(), "wait=1");

            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
            assertThat(answer.body().path("status").asText()).isEqualTo("pending");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=0", "wait=61", "wait=abc", "wait=-1", "wait=1e1", "wait="})
    void nobodyWaitsForLongerThanAMinute(String prefer) {
        Client.Answer answer = client.submit(GOOD, UUID.randomUUID().toString(), prefer);

        JsonNode problem = assertProblem(answer.response(), 400, "VALIDATION_FAILED");
        assertThat(problem.at("/details/0/field").asText()).isEqualTo("Prefer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"respond-async", "handling=lenient; waiting=3", "", "return=minimal"})
    void otherPreferencesAreNotOurs(String prefer) {
        assertThat(client.submit(GOOD, UUID.randomUUID().toString(), prefer).status())
                .isEqualTo(202);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        JsonNode problem = assertProblem(Http.send(post("""
                {"mediaType":"image","modelId":"flux-schnell","parameters":{"width":1,"seeds":2},
                 "metadata":7,"x":0}""")), 400, "VALIDATION_FAILED");

        assertThat(problem.path("instance").asText()).isEqualTo("/generate-media");
        assertThat(problem.path("details").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "x", "metadata", "parameters.prompt", "parameters.width", "parameters.seeds");
        problem.path("details").forEach(detail -> {
            assertThat(detail.path("code").asText()).matches("[A-Z_]+");
            assertThat(detail.path("message").asText()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "{", "{}{}", "{\"userId\":\"a\",\"userId\":\"b\"}", "\u0000"})
    void whatIsNotOneJsonObjectIsMalformed(String body) {
        assertProblem(Http.send(post(body)), 400, "MALFORMED_JSON");
    }

    @Test
    void aDeepBodyIsMalformed() {
        assertProblem(Http.send(post("{\"metadata\":" + "[".repeat(200_000))), 400, "MALFORMED_JSON");
    }

    @Test
    void otherEncodingsThanUtf8AreMalformed() {
        assertProblem(
                Http.send(request()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(GOOD.getBytes(StandardCharsets.UTF_16)))),
                400,
                "MALFORMED_JSON");
        assertProblem(
                Http.send(request()
                        .header("Content-Type", "application/json; charset=utf-16")
                        .POST(BodyPublishers.ofByteArray(GOOD.getBytes(StandardCharsets.UTF_16)))),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml",
                "application/x-java-serialized-object",
                "application/json; charset=none",
                "json",
                "/",
                ";"
            })
    void aBodyThatSaysItIsNotJsonIsRefused(String contentType) {
        assertProblem(
                Http.send(request().header("Content-Type", contentType).POST(BodyPublishers.ofString(GOOD))),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=UTF-8",
                "APPLICATION/JSON",
                "application/vnd.x+json"
            })
    void anyFormOfJsonIsTaken(String contentType) {
        assertThat(Http.send(request().header("Content-Type", contentType).POST(BodyPublishers.ofString(GOOD)))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aBodyThatDoesNotSayWhatItIsIsTaken() {
        assertThat(Http.send(request().POST(BodyPublishers.ofString(GOOD))).statusCode())
                .isEqualTo(202);
    }

    @Test
    void aCompressedBodyIsRefused() {
        assertProblem(Http.send(post(GOOD, "Content-Encoding", "gzip")), 415, "UNSUPPORTED_ENCODING");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWithAndWithoutItsLength() {
        byte[] large = new byte[MAX_BODY + 1];

        assertProblem(Http.send(request().POST(BodyPublishers.ofByteArray(large))), 413, "BODY_TOO_LARGE");
        assertProblem(
                Http.send(request().POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
                413,
                "BODY_TOO_LARGE");
        assertProblem(
                Http.send(request()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
                405,
                "METHOD_NOT_ALLOWED");
    }

    @Test
    void theLargestGoodRequestGoesThrough() {
        String picture = "data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[250_000]);

        String jobId = client.submitted("""
                {"mediaType":"image","modelId":"sdxl","parameters":{"prompt":"%s","image":"%s","mask":"%s"}}""".formatted("é".repeat(10_000), picture, picture));

        assertThat(Log.await(application.topic("job.accepted"), Log.key(jobId))).isNotNull();
    }

    @Test
    void otherMethodsAndPathsAreProblemsToo() {
        HttpResponse<String> response = Http.send(request().GET());
        assertProblem(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        for (String method : List.of("PUT", "DELETE", "PATCH", "PROPFIND")) {
            assertProblem(Http.send(request().method(method, BodyPublishers.noBody())), 405, "METHOD_NOT_ALLOWED");
        }
        for (String path : List.of("/", "/nothing", "/generate-media/", "/Generate-media", "/status", "/error/x")) {
            assertProblem(Http.send(Http.to(application.url() + path)), 404, "NOT_FOUND");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%00 HTTP/1.1",
                "GET /status/%2e%2e%2f HTTP/1.1",
                "GET /a|b HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /status/a\\b HTTP/1.1",
                "G(T / HTTP/1.1"
            })
    void aRequestThatIsNoneIsAProblemToo(String line) {
        String answer = Http.raw(application.url(), line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("Content-Type: application/problem+json");
        JsonNode problem = json(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(problem.path("code").asText()).isEqualTo("BAD_REQUEST");
        Http.assertSaysNothingOfUs(answer);
    }

    @Test
    void headersAndParametersThatCamelAndKafkaObeyChangeNothing() throws Exception {
        Map<String, String> hostile = Map.of(
                "CamelHttpUri",
                "http://127.0.0.1:1/",
                "CamelHttpPath",
                "/x",
                "CamelHttpResponseCode",
                "204",
                "CamelKafkaOverrideTopic",
                application.topic("hostile"),
                "kafka.OVERRIDE_TOPIC",
                application.topic("hostile"),
                "kafka.KEY",
                "hostile",
                "kafka.PARTITION_KEY",
                "99",
                "CamelSqlQuery",
                "DROP TABLE jobs",
                "CamelAwsS3Key",
                "hostile",
                "userId",
                "hostile");
        List<String> headers = new ArrayList<>();
        hostile.forEach((name, value) -> headers.addAll(List.of(name, value)));
        String query = "?CamelKafkaOverrideTopic=%s&kafka.KEY=hostile&CamelHttpUri=http://127.0.0.1:1/&jobId=1"
                .formatted(application.topic("hostile"));
        HttpRequest.Builder request = Http.to(application.url() + "/generate-media" + query)
                .header("X-API-Key", key())
                .header("Content-Type", "application/json")
                .headers(headers.toArray(String[]::new))
                .POST(BodyPublishers.ofString(GOOD));

        HttpResponse<String> response = Http.send(request);

        assertThat(response.statusCode()).isEqualTo(202);
        String jobId = json(response.body()).path("jobId").asText();
        List<ConsumerRecord<byte[], byte[]>> records = requested(jobId);
        assertThat(records).hasSize(1);
        records.get(0).headers().forEach(header -> assertThat(header.key())
                .matches("ce_[a-z]+|content-type|traceparent"));
        try (var admin = Log.admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain(application.topic("hostile"));
        }
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void whatARequestCarriesInItsHeadersDoesNotComeBack() {
        for (String body : List.of(GOOD, "{")) {
            HttpResponse<String> response = Http.send(post(
                    body,
                    "Authorization",
                    "Bearer secret-of-mine",
                    "Cookie",
                    "a=secret-of-mine",
                    "X-Mine",
                    "secret-of-mine",
                    "Idempotency-Key",
                    "secret-of-mine"));

            assertThat(response.headers().map().toString() + response.body())
                    .doesNotContain("secret-of-mine")
                    .doesNotContain(key());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"X-API-Key|wrong", "X-API-Key|' '", "Authorization|Bearer wrong", "X-Other|x"})
    void withoutAGoodKeyNobodyGetsIn(String header, String value) {
        HttpRequest.Builder request = Http.to(application.url() + "/generate-media")
                .header(header, value)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(GOOD));

        assertProblem(Http.send(request), 401, "UNAUTHENTICATED");
    }

    @Test
    void aKeyIsOneHeaderAndStandsInNoUrl() {
        HttpRequest.Builder inUrl = Http.to(application.url() + "/generate-media?X-API-Key=" + key())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(GOOD));
        HttpRequest.Builder twice = post(GOOD).header("X-API-Key", key());
        HttpRequest.Builder large =
                Http.to(application.url() + "/models").header("X-API-Key", key() + "x".repeat(9_000));

        assertProblem(Http.send(inUrl), 401, "UNAUTHENTICATED");
        assertProblem(Http.send(twice), 401, "UNAUTHENTICATED");
        assertProblem(Http.send(large), 401, "UNAUTHENTICATED");
    }

    @Test
    void twoIdempotencyKeysAreNone() {
        assertProblem(
                Http.send(post(GOOD, "Idempotency-Key", "a", "Idempotency-Key", "b")), 400, "INVALID_IDEMPOTENCY_KEY");
        assertProblem(
                Http.send(post(GOOD, "Idempotency-Key", "a", "Idempotency-Key", "a")), 400, "INVALID_IDEMPOTENCY_KEY");
    }

    @Test
    void aTraceGoesWithTheJobWhenItIsOne() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String good = json(Http.send(post(GOOD, "traceparent", trace)).body())
                .path("jobId")
                .asText();
        String junk = json(Http.send(post(GOOD, "traceparent", "x".repeat(24_000)))
                        .body())
                .path("jobId")
                .asText();
        String twice = json(Http.send(post(GOOD, "traceparent", trace, "traceparent", trace))
                        .body())
                .path("jobId")
                .asText();

        assertThat(Log.header(requested(good).get(0), "traceparent")).isEqualTo(trace);
        for (String jobId : List.of(junk, twice)) {
            client.awaitOutcome(jobId);
            for (String topic :
                    List.of("job.requested", "job.accepted", "job.started", "prediction.reported", "job.completed")) {
                assertThat(Log.await(application.topic(topic), Log.key(jobId))
                                .headers()
                                .headers("traceparent"))
                        .as(topic)
                        .isEmpty();
            }
        }
    }

    @Test
    void aUserMayNotAskForAnother() {
        assertProblem(Http.send(post(GOOD.replace("user123", "somebody"))), 403, "FORBIDDEN");
    }

    @Test
    void anOperatorMayAskForAnyoneAndMustSayForWhom() {
        Client operator = new Client(application.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));

        assertThat(operator.submit(GOOD.replace("user123", "somebody")).status())
                .isEqualTo(202);
        Client.Answer answer = operator.submit(GOOD.replace("\"userId\":\"user123\",", ""));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("details").findValuesAsText("field")).containsExactly("userId");
    }

    @Test
    void whatIsServedByTheNearestSizeIsSaid() {
        Client.Answer answer = client.submit(GOOD.replace("\"a fox\"", "\"a fox\",\"width\":1000,\"height\":560"));

        assertThat(answer.body().at("/adjustments/0")).isEqualTo(json("""
                {"fields":["width","height"],"asked":"1000x560","used":"16:9 (1344x768)"}"""));
        JsonNode job = client.awaitOutcome(answer.body().path("jobId").asText());
        assertThat(job.path("adjustments")).isEqualTo(answer.body().path("adjustments"));
        assertThat(job.at("/result/width").asInt()).isEqualTo(1344);
        assertThat(job.at("/result/height").asInt()).isEqualTo(768);
    }

    @Test
    void withoutKafkaARequestIsToBeSentAgainAndHasNoEffect() {
        client.submitted(GOOD);
        long before = jobsRequested();
        Devstack.shared().stop("kafka");
        try {
            HttpResponse<String> response = Http.send(post(GOOD));

            JsonNode problem = assertProblem(response, 503, "LOG_UNAVAILABLE");
            long seconds = problem.path("retryAfter").asLong();
            assertThat(seconds).isPositive();
            assertThat(response.headers().firstValueAsLong("Retry-After")).hasValue(seconds);
        } finally {
            Devstack.shared().start("kafka");
        }
        String jobId = client.submittedOnceTaken(GOOD);
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
        assertThat(jobsRequested()).isEqualTo(before + 1);
    }

    @Test
    void withoutRedisARequestIsTakenAllTheSame() {
        client.submitted(GOOD);
        String jobId;
        Devstack.shared().stop("redis");
        try {
            jobId = client.submitted(GOOD);
        } finally {
            Devstack.shared().start("redis");
        }
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
    }

    private HttpRequest.Builder request() {
        return Http.to(application.url() + "/generate-media").header("X-API-Key", key());
    }

    private HttpRequest.Builder post(String body, String... headers) {
        HttpRequest.Builder request =
                request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private long jobsRequested() {
        return Log.read(application.topic("job.requested")).stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .distinct()
                .count();
    }

    private List<ConsumerRecord<byte[], byte[]>> requested(String jobId) {
        return Log.read(application.topic("job.requested")).stream()
                .filter(Log.key(jobId))
                .toList();
    }

    private static String key() {
        return Devstack.shared().get("VSL_API_KEY");
    }
}
