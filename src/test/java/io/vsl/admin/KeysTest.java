package io.vsl.admin;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client.Answer;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators give out keys, limit them and take them back, without a look into the database. */
@NeedsServers
class KeysTest {

    private static Application application;
    private static Database database;

    private final String user = "keyed" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() {
        database = Database.create("test_keys");
        application = Application.start(Map.of(
                "VSL_STAGES",
                "setup,submit,status,endpoints,admin",
                "DATABASE_URL",
                database.url(),
                "vsl.security.key-cache",
                "100ms"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static Answer call(String key, String method, String path, String body) {
        var response = Http.send(Http.to(application.url() + path)
                .header("X-API-Key", key)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        return new Answer(response, response.body().isEmpty() ? Http.json("{}") : Http.json(response.body()));
    }

    private static Answer operator(String method, String path, String body) {
        return call(Devstack.shared().get("VSL_OPERATOR_KEY"), method, path, body);
    }

    private JsonNode issued(String more) {
        Answer answer = operator("POST", "/admin/keys", "{\"userId\":\"%s\"%s}".formatted(user, more));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(answer.response().headers().firstValue("Location")).contains(at(answer.body()));
        assertThat(answer.response().headers().firstValue("Cache-Control")).contains("no-store, no-transform");
        return answer.body();
    }

    private static String at(JsonNode key) {
        return "/admin/keys/" + key.path("id").asText();
    }

    private static String text(JsonNode key) {
        return key.path("key").asText();
    }

    @Test
    void aKeyIsShownOnceAndWorks() {
        JsonNode key = issued(",\"description\":\"their shop\"");

        assertThat(text(key)).matches("vsl_live_[0-9A-Za-z]{49}");
        assertThat(key.path("scope").asText()).isEqualTo("user");
        assertThat(call(text(key), "GET", "/models", "").status()).isEqualTo(200);
        assertProblem(call(text(key), "GET", "/jobs?userId=another", "").response(), 403, "FORBIDDEN");

        JsonNode listed =
                operator("GET", "/admin/keys?userId=" + user, "").body().at("/keys/0");
        assertThat(listed.has("key")).isFalse();
        assertThat(text(key)).startsWith(listed.path("prefix").asText());
        assertThat(listed.path("description").asText()).isEqualTo("their shop");
        assertThat(listed.path("createdBy").asText()).isEqualTo("operator");
        assertThat(database.query("SELECT key_sha256 FROM api_keys WHERE user_id = '" + user + "'"))
                .singleElement()
                .asString()
                .hasSize(64);
        Awaitility.await("its use").until(() -> operator("GET", "/admin/keys?userId=" + user, "")
                .body()
                .at("/keys/0")
                .has("lastUsedAt"));
    }

    @Test
    void aRevokedKeyIsNoneAMomentLater() {
        JsonNode key = issued("");
        assertThat(call(text(key), "GET", "/models", "").status()).isEqualTo(200);

        assertThat(operator("DELETE", at(key), "").status()).isEqualTo(204);

        Awaitility.await("the end of the key")
                .until(() -> call(text(key), "GET", "/models", "").status() == 401);
        assertThat(operator("GET", "/admin/keys?userId=" + user, "")
                        .body()
                        .at("/keys/0")
                        .has("revokedAt"))
                .isTrue();
        assertThat(operator("DELETE", at(key), "").status()).isEqualTo(204);
    }

    @Test
    void limitsAreOfTheKeyAndCanBeTakenAway() {
        JsonNode key = issued(",\"requestsPerHour\":2,\"requestsPerDay\":0");
        String wrong = "{\"userId\":\"" + user + "\"}";
        assertThat(call(text(key), "POST", "/generate-media", wrong).status()).isEqualTo(400);
        assertThat(call(text(key), "POST", "/generate-media", wrong).status()).isEqualTo(400);
        assertThat(call(text(key), "POST", "/generate-media", wrong).status()).isEqualTo(429);

        JsonNode changed =
                operator("PATCH", at(key), "{\"requestsPerHour\":100}").body();
        assertThat(changed.path("requestsPerHour").asInt()).isEqualTo(100);
        assertThat(changed.path("requestsPerDay").asInt()).isZero();
        Awaitility.await("the new limit")
                .until(() -> call(text(key), "POST", "/generate-media", wrong).status() == 400);

        changed = operator("PATCH", at(key), "{\"requestsPerHour\":null,\"requestsPerDay\":null}")
                .body();
        assertThat(changed.has("requestsPerHour")).isFalse();
        assertThat(changed.has("requestsPerDay")).isFalse();
    }

    @Test
    void whoMayOnlyLookChangesNothing() {
        String reader = text(issued(",\"scope\":\"read-only operator\""));

        assertThat(call(reader, "GET", "/admin/stages", "").status()).isEqualTo(200);
        assertThat(call(reader, "GET", "/admin/keys", "").status()).isEqualTo(200);
        assertThat(call(reader, "GET", "/jobs?userId=user123", "").status()).isEqualTo(200);
        for (String call : List.of(
                "GET /webhooks/default/secret?userId=user123",
                "POST /admin/keys",
                "POST /admin/replays",
                "DELETE /admin/keys/" + UUID.randomUUID(),
                "PATCH /admin/keys/" + UUID.randomUUID(),
                "POST /generate-media",
                "POST /webhook-endpoints",
                "POST /jobs/" + UUID.randomUUID() + "/cancel")) {
            String[] parts = call.split(" ");
            assertProblem(
                    call(reader, parts[0], parts[1], parts[0].equals("GET") ? "" : "{}")
                            .response(),
                    403,
                    "FORBIDDEN");
        }
    }

    @Test
    void anOperatorsKeyIsAsGoodAsTheFirst() {
        String other = text(issued(",\"scope\":\"operator\""));

        assertThat(call(other, "POST", "/admin/keys", "{\"userId\":\"" + user + "\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void usersGiveOutNothing() {
        String key = text(issued(""));
        for (String call : List.of("GET /admin/keys", "POST /admin/keys", "DELETE /admin/keys/" + UUID.randomUUID())) {
            String[] parts = call.split(" ");
            assertProblem(call(key, parts[0], parts[1], "{}").response(), 403, "FORBIDDEN");
        }
    }

    @Test
    void pagesFollowOneAnother() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addFirst(issued("").path("id").asText());
        }
        JsonNode first =
                operator("GET", "/admin/keys?limit=2&userId=" + user, "").body();
        JsonNode second = operator(
                        "GET",
                        "/admin/keys?limit=2&userId=" + user + "&cursor="
                                + first.path("nextCursor").asText(),
                        "")
                .body();
        List<String> seen = new ArrayList<>();
        List.of(first, second).forEach(page -> page.path("keys")
                .forEach(key -> seen.add(key.path("id").asText())));
        assertThat(seen).isEqualTo(ids);
        assertThat(second.has("nextCursor")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|userId|REQUIRED",
                "{\"userId\":\"../x\"}|userId|MALFORMED",
                "{\"userId\":\"a\",\"scope\":\"admin\"}|scope|NOT_ALLOWED",
                "{\"userId\":\"a\",\"requestsPerHour\":-1}|requestsPerHour|OUT_OF_RANGE",
                "{\"userId\":\"a\",\"requestsPerDay\":1.5}|requestsPerDay|WRONG_TYPE",
                "{\"userId\":\"a\",\"operator\":true}|operator|UNKNOWN_FIELD"
            })
    void whatIsWrongIsNamed(String body, String field, String code) {
        JsonNode problem = assertProblem(operator("POST", "/admin/keys", body).response(), 400, "VALIDATION_FAILED");

        assertThat(problem.at("/details/0/field").asText()).isEqualTo(field);
        assertThat(problem.at("/details/0/code").asText()).isEqualTo(code);
    }

    @Test
    void whatIsNotThereIsNotThere() {
        for (String id : List.of("7", UUID.randomUUID().toString())) {
            assertProblem(operator("PATCH", "/admin/keys/" + id, "{}").response(), 404, "KEY_NOT_FOUND");
            assertProblem(operator("DELETE", "/admin/keys/" + id, "").response(), 404, "KEY_NOT_FOUND");
        }
    }
}
