package io.vsl.platform.http;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every path: its one form, who calls before what is sent, and errors in one form. */
@NeedsServers
class EdgeRouteTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    private static final String GOOD = """
            {"userId":"user123","mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private final Application application = Application.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics;x",
                "/metrics;",
                "/;/metrics",
                "/%6detrics",
                "/metric%73",
                "/%6Detrics",
                "//metrics",
                "/./metrics",
                "/x/../metrics",
                "/metrics/.",
                "/health/%6cive",
                "/health;a/live",
                "/models;a=b",
                "/%6dodels",
                "/status;x/1",
                "/admin%2Foperations;x",
                "/generate%2dmedia",
                "/openapi%2Ejson",
                "/nothing;x",
                "/jobs/%7e/cancel"
            })
    void aPathInAnotherFormIsRefusedWhateverItLeadsTo(String path) {
        String answer = Http.raw(application.url(), get(path));

        assertThat(answer).startsWith("HTTP/1.1 400").contains("Content-Type: application/problem+json");
        assertThat(body(answer).path("code").asText()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void itsOneFormIsServed() {
        for (String path :
                List.of("/metrics", "/metrics?a=;b", "/health/live", "/openapi.json", "/health/live?x=%6d")) {
            assertThat(Http.raw(application.url(), get(path))).as(path).startsWith("HTTP/1.1 200");
        }
        assertThat(Http.raw(application.url(), get("/error"))).startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/generate-media", "/jobs", "/metrics", "/health/live", "/nothing", "/admin/stages"})
    void aPreflightOfAnotherOriginIsRefusedAsAProblem(String path) {
        String answer = Http.raw(
                application.url(),
                "OPTIONS " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Origin: https://a.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403").contains("Content-Type: application/problem+json");
        assertThat(body(answer).path("code").asText()).isEqualTo("CORS_NOT_ALLOWED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml, text/*;q=0.9",
                "application/json;q=0",
                "*/*, application/json;q=0",
                "image/*",
                "*/*;q=0"
            })
    void whoTakesNoJsonIsToldSoAndNothingIsDone(String accept) {
        assertProblem(Http.send(post().header("Accept", accept)), 406, "NOT_ACCEPTABLE");
        assertProblem(
                Http.send(Http.to(application.url() + "/openapi.json").header("Accept", accept)),
                406,
                "NOT_ACCEPTABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*/*", "application/json", "application/*;q=0.1, text/html", "text/html, */*;q=0.1", "not a type"
            })
    void whoTakesJsonAmongOthersIsServed(String accept) {
        assertThat(Http.send(post().header("Accept", accept)).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /jobs",
        "GET, /models",
        "GET, /status/x",
        "POST, /generate-media",
        "POST, /jobs/x/cancel",
        "GET, /admin/stages",
        "POST, /admin/replays"
    })
    void every401SaysHowToSayWhoOneIs(String method, String path) {
        HttpResponse<String> answer =
                Http.send(Http.to(application.url() + path).method(method, BodyPublishers.noBody()));

        assertProblem(answer, 401, "UNAUTHENTICATED");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("ApiKey realm=\"vsl\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/generate-media", "/admin/replays", "/jobs/x/cancel"})
    void whoHasNoKeyIsToldSoBeforeABodyComes(String path) {
        Instant asked = Instant.now();

        String answer = Http.raw(
                application.url(),
                "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 401");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(AT_ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/models", "/nothing", "/health/live", "/metrics"})
    void noAnswerIsAnythingElseToABrowserThanWhatItSays(String path) {
        assertThat(Http.raw(application.url(), get(path)).lines())
                .contains(
                        "X-Content-Type-Options: nosniff",
                        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
                        "Referrer-Policy: no-referrer",
                        "Strict-Transport-Security: max-age=31536000");
    }

    @Test
    void whoWaitsForAWordToSendABodyGetsNoneWithoutAKey() {
        String answer = Http.raw(
                application.url(),
                "POST /generate-media HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    @Test
    void aWebhookWithoutOurContextIsRefusedBeforeItsBodyComes() {
        Instant asked = Instant.now();

        String answer = Http.raw(
                application.url(),
                "POST /webhook/replicate?context=a.b HTTP/1.1\r\nHost: x\r\n"
                        + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("INVALID_CONTEXT");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(AT_ONCE);
    }

    @Test
    void whoSendsALargeBodyWithAWrongKeySeesWhyItIsRefused() {
        HttpRequest.Builder request = Http.to(application.url() + "/generate-media")
                .header("X-API-Key", "wrong")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[1_500_000]));

        assertProblem(Http.send(request), 401, "UNAUTHENTICATED");
    }

    @Test
    void aBodyThatDoesNotComeInInTimeIsATimeoutAndOneThatEndsEarlyIsNone() {
        try (Application impatient =
                Application.start(Map.of("VSL_STAGES", "setup,submit", "vsl.http.body-timeout", "1s"))) {
            String head = "POST /generate-media HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: "
                    + Devstack.shared().get("VSL_API_KEY") + "\r\nContent-Type: application/json\r\n";

            for (String body :
                    List.of("Content-Length: 1000000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n9\r\n{")) {
                String answer = Http.raw(impatient.url(), head + body);

                assertThat(answer).startsWith("HTTP/1.1 408").contains("Content-Type: application/problem+json");
                assertThat(body(answer).path("code").asText()).isEqualTo("REQUEST_TIMEOUT");
            }
            assertThat(new Client(impatient.url()).submit(GOOD).status()).isEqualTo(202);
        }
    }

    /** A key that nobody has looked up yet takes a moment, and meanwhile the caller is gone. */
    @Test
    void whoGoesBeforeTheirBodyIsReadLeavesNoRequestBehind() throws Exception {
        URI url = URI.create(application.url());
        for (int i = 0; i < 20; i++) {
            String key = "gone-" + UUID.randomUUID();
            application.bean(ApiKeys.class).register(key, new Caller("user123", false));
            try (Socket caller = new Socket(url.getHost(), url.getPort())) {
                caller.getOutputStream()
                        .write(("POST /generate-media HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nX-API-Key: " + key
                                        + "\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
                caller.getOutputStream().flush();
            }
        }

        Awaitility.await()
                .atMost(AT_ONCE)
                .until(() -> application
                                .bean(CamelContext.class)
                                .getInflightRepository()
                                .size("submit")
                        == 0);
    }

    @Test
    void whatTheTopicDoesNotTakeIsTooLarge() throws Exception {
        try (Application submit = Application.start(Map.of("VSL_STAGES", "setup,submit"));
                var admin = Log.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, submit.topic("job.requested")),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "2000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Client client = new Client(submit.url());
            StringBuilder prompt = new StringBuilder();
            while (prompt.length() < 9_000) {
                prompt.append(UUID.randomUUID());
            }

            // Brokers take up a setting in a moment.
            Awaitility.await()
                    .untilAsserted(() -> assertProblem(
                            client.submit(GOOD.replace("a fox", prompt)).response(), 413, "BODY_TOO_LARGE"));
            assertThat(client.submit(GOOD).status()).isEqualTo(202);
        }
    }

    private HttpRequest.Builder post() {
        return Http.to(application.url() + "/generate-media")
                .header("X-API-Key", Devstack.shared().get("VSL_API_KEY"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(GOOD));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    private static JsonNode body(String answer) {
        Http.assertSaysNothingOfUs(answer);
        return Http.json(answer.substring(answer.indexOf("\r\n\r\n")));
    }
}
