package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.FLUX;
import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {

    @TempDir
    private Path dir;

    private RunningSimulator replicate;

    @BeforeEach
    void start() {
        replicate = new RunningSimulator(dir);
    }

    @AfterEach
    void stop() {
        replicate.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer", "Basic r8_plainly_fake", ""})
    void withoutAnAcceptedTokenEveryCallIs401(String authorization) throws Exception {
        HttpRequest.Builder request = replicate.request("/v1/account").setHeader("Authorization", authorization);

        HttpResponse<String> answer = replicate.send(request);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(new JsonObject(answer.body()).getString("title")).isEqualTo("Unauthenticated");
    }

    @Test
    void eachOfSeveralTokensIsAccepted() throws Exception {
        assertThat(replicate
                        .send(replicate.request("/v1/account").setHeader("Authorization", "Bearer r8_another"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/predictions/nothing", "/v1/models/a/b", "/v1/nowhere", "/v1/files/none"})
    void whatIsNotThereIs404(String path) throws Exception {
        HttpResponse<String> answer = replicate.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(answer.body()).getString("detail"))
                .startsWith("The requested resource could not be found");
    }

    @Test
    void modelsVersionsAccountAndWebhookSecretAreThere() throws Exception {
        JsonObject flux = replicate.json("/v1/models/black-forest-labs/flux-schnell");

        assertThat(flux.getBoolean("is_official")).isTrue();
        assertThat(flux.getJsonObject("latest_version")
                        .getJsonObject("openapi_schema")
                        .getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject("Input")
                        .getJsonArray("required"))
                .containsExactly("prompt");
        assertThat(replicate.json("/v1/models").getJsonArray("results")).hasSize(7);
        assertThat(replicate
                        .json("/v1/models/meta/musicgen/versions/" + RunningSimulator.MUSICGEN)
                        .getString("id"))
                .isEqualTo(RunningSimulator.MUSICGEN);
        assertThat(replicate.json("/v1/account").getString("type")).isEqualTo("user");
        assertThat(replicate.json("/v1/webhooks/default/secret").getString("key"))
                .isEqualTo(RunningSimulator.SECRET);
    }

    @Test
    void predictionsAreListedNewestFirstAHundredAPageWithWholeUrls() throws Exception {
        replicate.settings("createsPerMinute", 0);
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 205; i++) {
            created.add(replicate.createFlux().getString("id"));
        }
        Collections.reverse(created);

        JsonObject first = replicate.json("/v1/predictions");
        assertThat(first.getString("previous")).isNull();
        assertThat(first.getString("next"))
                .startsWith("http://127.0.0.1:" + replicate.port() + "/v1/predictions?cursor=");
        JsonObject second = replicate.json(first.getString("next"));
        JsonObject third = replicate.json(second.getString("next"));
        assertThat(third.getString("next")).isNull();
        assertThat(ids(first)).hasSize(100);
        assertThat(ids(third)).hasSize(5);
        assertThat(List.of(ids(first), ids(second), ids(third)).stream()
                        .flatMap(List::stream)
                        .toList())
                .isEqualTo(created);
        assertThat(ids(replicate.json(third.getString("previous")))).isEqualTo(ids(second));
    }

    @Test
    void theListIsFilteredByTimeOfCreation() throws Exception {
        replicate.createFlux();
        String middle = replicate.createFlux().getString("created_at");

        assertThat(ids(replicate.json("/v1/predictions?created_after=2099-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(ids(replicate.json("/v1/predictions?created_before=2099-01-01T00:00:00%2B02:00")))
                .hasSize(2);
        assertThat(ids(replicate.json("/v1/predictions?created_before=2000-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(ids(replicate.json(
                        "/v1/predictions?created_after=" + URLEncoder.encode(middle, StandardCharsets.UTF_8))))
                .isNotEmpty();
        assertThat(replicate.get("/v1/predictions?created_after=yesterday").statusCode())
                .isEqualTo(400);
    }

    @Test
    void listedPredictionsCarryTheirWebhookOnlyIfToldTo() throws Exception {
        JsonObject created =
                replicate.create(FLUX, input("prompt", "x").put("webhook", "http://127.0.0.1:9/hook?job=1"));
        JsonArray results = replicate.json("/v1/predictions").getJsonArray("results");
        assertThat(results.getJsonObject(0).getString("webhook")).isEqualTo("http://127.0.0.1:9/hook?job=1");

        replicate.settings("showWebhook", false);

        assertThat(replicate
                        .json("/v1/predictions")
                        .getJsonArray("results")
                        .getJsonObject(0)
                        .fieldNames())
                .doesNotContain("webhook");
        assertThat(replicate.prediction(created.getString("id")).fieldNames()).doesNotContain("webhook");
    }

    @Test
    void tooManyCreationsAre429UntilTheMinuteIsOver() throws Exception {
        replicate.settings("createsPerMinute", 2, "speed", 1);
        replicate.createFlux();
        HttpResponse<String> last = replicate.post(FLUX, input("prompt", "x"));
        assertThat(last.headers().firstValue("ratelimit-remaining")).contains("0");

        HttpResponse<String> refused = replicate.post(FLUX, input("prompt", "x"));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(new JsonObject(refused.body()).getString("detail"))
                .matches("Request was throttled\\. Your rate limit resets in ~\\d+s\\.");
        assertThat(replicate.get("/v1/predictions").statusCode()).isEqualTo(200);
        assertThat(replicate.json("/_sim/predictions").getInteger("total")).isEqualTo(2);

        replicate.settings("speed", 100_000);
        assertThat(replicate.post(FLUX, input("prompt", "x")).statusCode()).isEqualTo(201);
    }

    @Test
    void otherCallsHaveALimitOfTheirOwn() throws Exception {
        replicate.settings("othersPerMinute", 1, "speed", 1);

        assertThat(replicate.get("/v1/account").statusCode()).isEqualTo(200);
        assertThat(replicate.get("/v1/account").statusCode()).isEqualTo(429);
        assertThat(replicate.post(FLUX, input("prompt", "x")).statusCode()).isEqualTo(201);
    }

    @Test
    void filesAreUploadedReadListedAndDeleted() throws Exception {
        JsonObject file = new JsonObject(upload("hello").body());

        assertThat(file.getInteger("size")).isEqualTo(5);
        assertThat(file.getJsonObject("checksums").getString("sha256"))
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(replicate.json(file.getJsonObject("urls").getString("get"))).isEqualTo(file);
        assertThat(replicate.json("/v1/files").getJsonArray("results")).hasSize(1);
        assertThat(replicate
                        .send(replicate
                                .request("/v1/files/" + file.getString("id"))
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThat(replicate.get("/v1/files/" + file.getString("id")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFileOver100MbIs413() throws Exception {
        assertThat(upload("x".repeat(100_000_001)).statusCode()).isEqualTo(413);
    }

    private HttpResponse<String> upload(String content) throws Exception {
        String body = "--edge\r\nContent-Disposition: form-data; name=\"content\"; filename=\"a.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + content + "\r\n--edge--\r\n";
        return replicate.send(replicate
                .request("/v1/files")
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(BodyPublishers.ofString(body)));
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("results").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }
}
