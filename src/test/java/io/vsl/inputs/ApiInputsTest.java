package io.vsl.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.platform.security.Issuer;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Records;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table {@code api}: each of its requests, sent over HTTP to the whole application, gets exactly that answer. */
@NeedsServers
class ApiInputsTest {

    private static final Map<String, String> MEDIA_TYPES =
            Map.of("flux-schnell", "image", "sdxl", "image", "stability-video", "video", "musicgen", "audio");

    private static final Map<String, String> MADE = new HashMap<>();

    /** Headers by who calls. */
    private static final Map<String, Map<String, String>> CALLERS = new HashMap<>();

    private static Application application;
    private static Issuer issuer;

    @BeforeAll
    static void start() {
        issuer = new Issuer();
        application = Application.start(Map.of(
                "DATABASE_URL",
                Database.create("test_inputs_api").url(),
                "vsl.fence.allow-internal",
                "false",
                "vsl.security.key-cache",
                "100ms",
                "VSL_JWT_ISSUER",
                issuer.url(),
                "VSL_JWT_AUDIENCE",
                Issuer.AUDIENCE));
        callers();
        jobs();
        endpoints();
    }

    @AfterAll
    static void stop() {
        application.close();
        issuer.close();
    }

    static List<BadInput> inputs() {
        return BadInput.table("api");
    }

    private static void callers() {
        CALLERS.put("nobody", Map.of());
        CALLERS.put("user", Map.of("X-API-Key", Devstack.shared().get("VSL_API_KEY")));
        CALLERS.put("operator", Map.of("X-API-Key", Devstack.shared().get("VSL_OPERATOR_KEY")));
        application.bean(ApiKeys.class).register("key-of-them", new Caller("them", false));
        CALLERS.put("another", Map.of("X-API-Key", "key-of-them"));
        JsonNode reader = made("operator", "/admin/keys", "{\"userId\":\"looker\",\"scope\":\"read-only operator\"}");
        CALLERS.put("reader", Map.of("X-API-Key", reader.path("key").asText()));
        MADE.put("readersKey", reader.path("id").asText());
        JsonNode revoked = made("operator", "/admin/keys", "{\"userId\":\"user123\"}");
        CALLERS.put("revoked", Map.of("X-API-Key", revoked.path("key").asText()));
        Http.send(
                Http.to(application.url() + "/admin/keys/" + revoked.path("id").asText())
                        .headers(headers("operator"))
                        .DELETE());
        issuer.wrongTokens().forEach((name, token) -> CALLERS.put(name, Map.of("Authorization", "Bearer " + token)));
        MADE.put("userKey", Devstack.shared().get("VSL_API_KEY"));
        MADE.put("prefix", application.topic("").replace(".", ""));
    }

    private static void jobs() {
        MADE.put("endedJob", endedJob("user123"));
        MADE.put("theirJob", endedJob("them"));
        String used = UUID.randomUUID().toString();
        MADE.put("used", used);
        Client.Answer first = new Client(application.url())
                .submit("{\"mediaType\":\"image\",\"modelId\":\"flux-schnell\",\"prompt\":\"another\"}", used);
        assertThat(first.status()).isEqualTo(202);
    }

    /** One that can't be run, which needs no provider. */
    private static String endedJob(String userId) {
        String jobId = UUID.randomUUID().toString();
        Records.produce(
                application.topic("job.requested"),
                jobId.getBytes(StandardCharsets.UTF_8),
                "{\"userId\":\"%s\",\"mediaType\":\"image\",\"modelId\":\"none\"}"
                        .formatted(userId)
                        .getBytes(StandardCharsets.UTF_8),
                Map.of());
        new Client(application.url(), Devstack.shared().get("VSL_OPERATOR_KEY")).awaitOutcome(jobId);
        return jobId;
    }

    private static void endpoints() {
        String url = "{\"url\":\"https://hook.invalid/\"}";
        MADE.put("mine", made("user", "/webhook-endpoints", url).path("id").asText());
        String theirs = made("another", "/webhook-endpoints", url).path("id").asText();
        MADE.put("theirs", theirs);
        MADE.put(
                "theirDelivery",
                made("another", "/webhook-endpoints/" + theirs + "/test", "")
                        .path("id")
                        .asText());
    }

    private static JsonNode made(String as, String path, String body) {
        HttpResponse<String> answer =
                Http.send(Http.to(application.url() + path).headers(headers(as)).POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return Http.json(answer.body());
    }

    private static String[] headers(String as) {
        return CALLERS.get(as).entrySet().stream()
                .flatMap(header -> List.of(header.getKey(), header.getValue()).stream())
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void eachIsAnsweredExactlySo(BadInput input) {
        JsonNode problem = input.has("line") ? answerToLine(input) : answer(input);

        Map<String, String> details = new LinkedHashMap<>();
        problem.path("details").forEach(detail -> {
            assertThat(detail.path("message").asText()).isNotBlank();
            details.merge(
                    detail.path("field").asText(),
                    detail.path("code").asText(),
                    (one, other) -> one.equals(other) ? one : one + " " + other);
        });
        if (input.has("most")) {
            assertThat(problem.path("details").size()).isBetween(1, input.number("most"));
        } else {
            Map<String, String> expected = new LinkedHashMap<>();
            boolean named = input.text("code").equals("VALIDATION_FAILED");
            input.texts("fields").forEach((field, code) -> expected.put(BadInput.filled(field, MADE), code.getFirst()));
            assertThat(details).isEqualTo(named ? expected : Map.of());
            assertThat(details.isEmpty()).isNotEqualTo(named);
        }
        assertThat(problem.toString()).hasSizeLessThan(64 << 10);
    }

    private static JsonNode answer(BadInput input) {
        String[] call = filled(input, input.text("call")).split(" ");
        String query =
                input.find("query").map(text -> "?" + filled(input, text)).orElse("");
        HttpRequest.Builder request =
                Http.to(application.url() + call[1] + query).method(call[0], body(input, call));
        CALLERS.get(input.find("as").orElse("user")).forEach(request::header);
        Map<String, List<String>> headers = input.texts("headers");
        if (!headers.containsKey("Content-Type") && !call[0].equals("GET")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach((name, values) -> values.forEach(value -> request.header(name, filled(input, value))));
        return Http.assertProblem(Http.send(request), input.number("status"), input.text("code"));
    }

    private static BodyPublisher body(BadInput input, String[] call) {
        byte[] bytes = input.bytes(MADE);
        if (bytes != null) {
            return input.has("chunked")
                    ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
                    : BodyPublishers.ofByteArray(bytes);
        }
        if (call[1].equals("/generate-media")) {
            return BodyPublishers.ofString(request(input));
        }
        return input.find("url")
                .map(url -> BodyPublishers.ofString("{\"url\":\"%s\"}".formatted(filled(input, url))))
                .orElseGet(BodyPublishers::noBody);
    }

    /** A good request, but for what the entry says. */
    private static String request(BadInput input) {
        String model = input.find("model").orElse("flux-schnell");
        Map<String, String> members = new LinkedHashMap<>();
        members.put("mediaType", "\"mediaType\":\"%s\"".formatted(MEDIA_TYPES.get(model)));
        members.put("modelId", "\"modelId\":\"%s\"".formatted(model));
        String prompt = model.equals("stability-video") ? "" : "\"prompt\":\"a fox\"";
        String param = input.find("param").map(text -> filled(input, text)).orElse("");
        String comma = prompt.isEmpty() || param.isEmpty() ? "" : ",";
        members.put("parameters", "\"parameters\":{%s}".formatted(prompt + comma + param));
        input.find("without").ifPresent(members::remove);
        input.find("plus").ifPresent(more -> members.put("plus", filled(input, more)));
        input.find("url").ifPresent(url -> members.put("url", "\"webhookUrl\":\"%s\"".formatted(filled(input, url))));
        return "{" + String.join(",", members.values()) + "}";
    }

    private static String filled(BadInput input, String text) {
        Map<String, String> made = new HashMap<>(MADE);
        for (String own : new String[] {"id", "file", "stage", "place"}) {
            input.find(own).ifPresent(value -> made.put(own, BadInput.filled(value, MADE)));
        }
        return BadInput.filled(text, made);
    }

    private static JsonNode answerToLine(BadInput input) {
        StringBuilder head = new StringBuilder(filled(input, input.text("line")) + "\r\nHost: localhost\r\n");
        CALLERS.get(input.find("as").orElse("user"))
                .forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        input.texts("headers")
                .forEach((name, values) ->
                        values.forEach(value -> head.append(name + ": " + filled(input, value) + "\r\n")));
        String body = input.find("body").orElse("");
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        String answer = Http.raw(application.url(), head + length + "Connection: close\r\n\r\n" + body);
        assertThat(answer)
                .startsWith("HTTP/1.1 " + input.number("status") + " ")
                .containsIgnoringCase("content-type: application/problem+json");
        Http.assertSaysNothingOfUs(answer);
        JsonNode problem = Http.json(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(problem.path("code").asText()).isEqualTo(input.text("code"));
        return problem;
    }
}
