package io.vsl.endpoints;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Client.Answer;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Receiver;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users may do about their webhooks: each about their own, and none about another's. */
@NeedsServers
class EndpointsRouteTest {

    private static Application application;
    private static Receiver receiver;

    private final String user = "hooked" + UUID.randomUUID().toString().substring(0, 8);
    private final String key = "key-of-" + user;
    private Client other;
    private Client operator;

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "VSL_STAGES",
                "setup,endpoints,notify",
                "DATABASE_URL",
                Database.create("test_endpoints").url(),
                "vsl.notify.period",
                "200ms",
                "vsl.notify.schedule",
                "0s,100ms"));
        receiver = new Receiver();
    }

    @AfterAll
    static void stop() {
        application.close();
        receiver.close();
    }

    @BeforeEach
    void users() {
        application.bean(ApiKeys.class).register(key, new Caller(user, false));
        other = new Client(application.url());
        operator = new Client(application.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));
    }

    private Answer call(String method, String path, String body) {
        return call(key, method, path, body);
    }

    private static Answer call(String key, String method, String path, String body) {
        var response = Http.send(Http.to(application.url() + path)
                .header("X-API-Key", key)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        return new Answer(response, response.body().isEmpty() ? Http.json("{}") : Http.json(response.body()));
    }

    private JsonNode created(String path) {
        Answer made = call("POST", "/webhook-endpoints", "{\"url\":\"%s\"}".formatted(receiver.url(path)));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body();
    }

    private static String at(JsonNode endpoint) {
        return "/webhook-endpoints/" + endpoint.path("id").asText();
    }

    @Test
    void anEndpointIsMadeShownChangedAndDeleted() {
        Answer made = call("POST", "/webhook-endpoints", """
                {"url":"HTTPS://Example.com:443/hook?a=b","events":["job.failed","job.failed"],"description":"mine"}""");

        assertThat(made.status()).isEqualTo(201);
        JsonNode endpoint = made.body();
        assertThat(made.response().headers().firstValue("Location")).contains(at(endpoint));
        assertThat(endpoint.path("url").asText()).isEqualTo("https://example.com/hook?a=b");
        assertThat(endpoint.path("events").toString()).isEqualTo("[\"job.failed\"]");
        assertThat(endpoint.path("enabled").asBoolean()).isTrue();
        assertThat(endpoint.path("userId").asText()).isEqualTo(user);
        assertThat(endpoint.path("secret").asText()).matches("whsec_[A-Za-z0-9+/]{43}=");

        JsonNode shown = call("GET", at(endpoint), "").body();
        assertThat(shown.has("secret")).isFalse();
        assertThat(call("GET", "/webhook-endpoints", "").body().path("endpoints"))
                .containsExactly(shown);

        assertThat(call("PATCH", at(endpoint), "{\"description\":null}").body().has("description"))
                .isFalse();
        call("PATCH", at(endpoint), "{\"description\":\"mine\"}");
        JsonNode changed = call("PATCH", at(endpoint), """
                {"url":"https://example.org/","events":["job.completed"],"enabled":false}""").body();
        assertThat(changed.path("url").asText()).isEqualTo("https://example.org/");
        assertThat(changed.path("description").asText()).isEqualTo("mine");
        assertThat(changed.path("enabled").asBoolean()).isFalse();
        assertThat(changed.path("disabledReason").asText()).isEqualTo("asked");
        assertThat(call("POST", at(endpoint) + "/enable", "")
                        .body()
                        .path("enabled")
                        .asBoolean())
                .isTrue();

        Answer deleted = call("DELETE", at(endpoint), "");
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.response().body()).isEmpty();
        assertThat(deleted.response().headers().firstValue("Content-Length")).isEmpty();
        assertProblem(call("DELETE", at(endpoint), "").response(), 404, "ENDPOINT_NOT_FOUND");
    }

    @Test
    void withoutEventsItGetsAll() {
        assertThat(created("/all").path("events").toString())
                .isEqualTo(
                        "[\"job.completed\",\"job.failed\",\"job.cancelled\",\"batch.completed\",\"endpoint.disabled\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|url|REQUIRED",
                "{\"url\":7}|url|WRONG_TYPE",
                "{\"url\":\" \"}|url|BLANK",
                "{\"url\":\"ftp://a/\"}|url|MALFORMED",
                "{\"url\":\"https://u:p@a.example/\"}|url|MALFORMED",
                "{\"url\":\"https://a.example/\",\"events\":[]}|events|OUT_OF_RANGE",
                "{\"url\":\"https://a.example/\",\"events\":\"job.failed\"}|events|WRONG_TYPE",
                "{\"url\":\"https://a.example/\",\"events\":[\"test\"]}|events[0]|NOT_ALLOWED",
                "{\"url\":\"https://a.example/\",\"description\":7}|description|WRONG_TYPE",
                "{\"url\":\"https://a.example/\",\"secret\":\"mine\"}|secret|UNKNOWN_FIELD"
            })
    void whatIsWrongIsNamed(String body, String field, String code) {
        JsonNode problem =
                assertProblem(call("POST", "/webhook-endpoints", body).response(), 400, "VALIDATION_FAILED");

        assertThat(problem.at("/details/0/field").asText()).isEqualTo(field);
        assertThat(problem.at("/details/0/code").asText()).isEqualTo(code);
    }

    @Test
    void aUserHasSoManyAndNoMore() {
        for (int i = 0; i < 20; i++) {
            created("/many");
        }
        assertProblem(
                call("POST", "/webhook-endpoints", "{\"url\":\"https://a.example/\"}")
                        .response(),
                409,
                "TOO_MANY_ENDPOINTS");
    }

    @Test
    void anotherUsersAreNotThere() {
        JsonNode endpoint = created("/mine");
        String delivery =
                call("POST", at(endpoint) + "/test", "").body().path("id").asText();
        String otherKey = Devstack.shared().get("VSL_API_KEY");
        List<String> calls = List.of(
                "GET " + at(endpoint),
                "PATCH " + at(endpoint),
                "DELETE " + at(endpoint),
                "POST " + at(endpoint) + "/enable",
                "POST " + at(endpoint) + "/test",
                "POST " + at(endpoint) + "/rotate-secret",
                "POST /webhook-deliveries/" + delivery + "/redeliver");
        for (String call : calls) {
            String[] parts = call.split(" ");
            Answer answer = call(otherKey, parts[0], parts[1], parts[0].equals("PATCH") ? "{\"enabled\":false}" : "");
            assertThat(answer.status()).as(call).isEqualTo(404);
        }
        assertThat(other.get("/webhook-endpoints").body().toString())
                .doesNotContain(endpoint.path("id").asText());
        assertThat(other.get("/webhook-deliveries").body().toString()).doesNotContain(delivery);
        assertProblem(other.get("/webhook-endpoints?userId=" + user).response(), 403, "FORBIDDEN");
        assertProblem(other.get("/webhook-deliveries?userId=" + user).response(), 403, "FORBIDDEN");
        assertProblem(other.get("/webhooks/default/secret?userId=" + user).response(), 403, "FORBIDDEN");
        assertThat(operator.get("/webhook-endpoints?userId=" + user).body().path("endpoints"))
                .hasSize(1);
        assertThat(call("GET", at(endpoint), "").body().path("enabled").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7", "00000000-0000-0000-0000-000000000000", "1-1-1-1-1", "x%20y"})
    void whatIsNoIdIsNotThere(String id) {
        assertProblem(call("GET", "/webhook-endpoints/" + id, "").response(), 404, "ENDPOINT_NOT_FOUND");
        assertProblem(
                call("POST", "/webhook-deliveries/" + id + "/redeliver", "").response(), 404, "DELIVERY_NOT_FOUND");
    }

    @Test
    void aTestArrivesSignedAndIsInTheLog() throws Exception {
        JsonNode endpoint = created("/test");

        Answer sent = call("POST", at(endpoint) + "/test", "");

        assertThat(sent.status()).isEqualTo(202);
        Receiver.Received came = receiver.await("/test", 1).getFirst();
        assertThat(came.id()).isEqualTo(sent.body().path("id").asText());
        assertThat(came.body().path("event").asText()).isEqualTo("test");
        assertThat(came.body().path("userId").asText()).isEqualTo(user);
        new Webhook(endpoint.path("secret").asText())
                .verify(new String(came.bytes(), StandardCharsets.UTF_8), headers(came.headers()));
        JsonNode delivery = ended(came.id());
        assertThat(delivery.path("status").asText()).isEqualTo("delivered");
        assertThat(delivery.at("/tries/0/result").asText()).isEqualTo("taken");
        assertThat(delivery.at("/tries/0/statusCode").asInt()).isEqualTo(204);
    }

    private static Map<String, List<String>> headers(Map<String, String> headers) {
        Map<String, List<String>> lists = new TreeMap<>();
        headers.forEach((name, value) -> lists.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return lists;
    }

    private JsonNode ended(String id) {
        return Awaitility.await("the end of " + id)
                .until(
                        () -> {
                            for (JsonNode delivery : call("GET", "/webhook-deliveries", "")
                                    .body()
                                    .path("deliveries")) {
                                if (delivery.path("id").asText().equals(id) && delivery.has("endedAt")) {
                                    return delivery;
                                }
                            }
                            return Http.json("{}");
                        },
                        delivery -> delivery.has("endedAt"));
    }

    @Test
    void whatFailedIsSentAgainOneOrAll() {
        JsonNode endpoint = created("/fails");
        receiver.answer("/fails", call -> 500);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(call("POST", at(endpoint) + "/test", "").body().path("id").asText());
        }
        ids.forEach(id -> assertThat(ended(id).path("status").asText()).isEqualTo("failed"));
        receiver.answer("/fails", call -> 200);

        Answer one = call("POST", "/webhook-deliveries/" + ids.getFirst() + "/redeliver", "");
        assertThat(one.status()).isEqualTo(202);
        assertThat(ended(ids.getFirst()).path("tries")).hasSize(2);

        assertThat(call("POST", "/webhook-deliveries/redeliver", "{\"dryRun\":true}")
                        .body()
                        .toString())
                .isEqualTo("{\"matched\":2,\"redelivered\":0}");
        assertThat(call("POST", "/webhook-deliveries/redeliver", "{\"since\":\"2100-01-01T00:00:00Z\"}")
                        .body()
                        .path("redelivered")
                        .asInt())
                .isZero();
        String filter = "{\"endpointId\":\"%s\",\"since\":\"2020-01-01T00:00:00Z\"}"
                .formatted(endpoint.path("id").asText());
        assertThat(call("POST", "/webhook-deliveries/redeliver", filter).body().toString())
                .isEqualTo("{\"matched\":2,\"redelivered\":2}");
        ids.forEach(id -> assertThat(ended(id).path("status").asText()).isEqualTo("delivered"));
        assertThat(receiver.at("/fails").stream().map(Receiver.Received::id).distinct())
                .containsExactlyInAnyOrderElementsOf(ids);

        call("DELETE", at(endpoint), "");
        assertProblem(
                call("POST", "/webhook-deliveries/" + ids.getFirst() + "/redeliver", "")
                        .response(),
                409,
                "ENDPOINT_DELETED");
    }

    @Test
    void theLogHasPagesAndFilters() {
        JsonNode one = created("/pages");
        JsonNode two = created("/pages");
        List<String> ids = new ArrayList<>();
        for (JsonNode endpoint : List.of(one, two, one)) {
            ids.addFirst(
                    call("POST", at(endpoint) + "/test", "").body().path("id").asText());
        }
        ids.forEach(this::ended);

        JsonNode first = call("GET", "/webhook-deliveries?limit=2", "").body();
        JsonNode second = call(
                        "GET",
                        "/webhook-deliveries?limit=2&cursor="
                                + first.path("nextCursor").asText(),
                        "")
                .body();

        assertThat(ids(first)).isEqualTo(ids.subList(0, 2));
        assertThat(ids(second)).isEqualTo(ids.subList(2, 3));
        assertThat(second.has("nextCursor")).isFalse();
        assertThat(ids(call(
                                "GET",
                                "/webhook-deliveries?endpointId="
                                        + two.path("id").asText(),
                                "")
                        .body()))
                .isEqualTo(ids.subList(1, 2));
        assertThat(ids(call("GET", "/webhook-deliveries?status=failed", "").body()))
                .isEmpty();
        assertThat(ids(call("GET", "/webhook-deliveries?since=2100-01-01T00:00:00Z", "")
                        .body()))
                .isEmpty();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("deliveries").forEach(delivery -> ids.add(delivery.path("id").asText()));
        return ids;
    }

    @ParameterizedTest
    @CsvSource({
        "status=lost,status",
        "endpointId=7,endpointId",
        "since=yesterday,since",
        "limit=0,limit",
        "cursor=x,cursor"
    })
    void aWrongParameterIsNamed(String query, String field) {
        JsonNode problem =
                assertProblem(call("GET", "/webhook-deliveries?" + query, "").response(), 400, "VALIDATION_FAILED");
        assertThat(problem.at("/details/0/field").asText()).isEqualTo(field);
    }

    @Test
    void theSecretOfWebhookUrlsIsShownAndRotated() {
        JsonNode first = call("GET", "/webhooks/default/secret", "").body();
        assertThat(first.path("key").asText()).startsWith("whsec_");
        assertThat(call("GET", "/webhooks/default/secret", "").body()).isEqualTo(first);

        JsonNode rotated = call("POST", "/webhooks/default/secret/rotate", "").body();

        assertThat(rotated.path("key").asText()).isNotEqualTo(first.path("key").asText());
        assertThat(rotated.has("previousExpiresAt")).isTrue();
        assertThat(call("GET", "/webhooks/default/secret", "").body()).isEqualTo(rotated);
    }

    /** Its length would tell of the secret who can have a text of theirs beside it. */
    @Test
    void noAnswerWithASecretIsPacked() {
        JsonNode endpoint = created("/" + "x".repeat(1_200));
        String again = "{\"url\":\"%s\"}".formatted(endpoint.path("url").asText());

        assertThat(packed("GET", at(endpoint), "").headers().firstValue("Content-Encoding"))
                .contains("gzip");
        for (String call : List.of(
                "POST /webhook-endpoints",
                "POST " + at(endpoint) + "/rotate-secret",
                "GET /webhooks/default/secret",
                "POST /webhooks/default/secret/rotate")) {
            String[] parts = call.split(" ");
            HttpResponse<byte[]> answer = packed(parts[0], parts[1], call.endsWith("endpoints") ? again : "");

            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .as(call)
                    .contains("whsec_");
            assertThat(answer.headers().firstValue("Content-Encoding")).as(call).isEmpty();
            assertThat(answer.headers().firstValue("Cache-Control")).as(call).contains("no-store, no-transform");
        }
    }

    private HttpResponse<byte[]> packed(String method, String path, String body) {
        return Http.bytes(Http.to(application.url() + path)
                .header("X-API-Key", key)
                .header("Accept-Encoding", "gzip")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void withoutAKeyNothingIsTold() {
        for (String path : List.of("/webhook-endpoints", "/webhook-deliveries", "/webhooks/default/secret")) {
            assertProblem(Http.send(Http.to(application.url() + path)), 401, "UNAUTHENTICATED");
        }
    }
}
