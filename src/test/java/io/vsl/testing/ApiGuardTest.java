package io.vsl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tests stand on: a call that does not fit openapi.yaml is noticed, whoever makes it. */
class ApiGuardTest {

    private static final String JOB = UUID.randomUUID().toString();

    private static final String REQUEST = "{\"mediaType\":\"image\",\"modelId\":\"sdxl\"}";

    private static final String ACCEPTED =
            "{\"jobId\":\"%s\",\"status\":\"pending\",\"estimatedTime\":1,\"estimatedCost\":0.01,\"message\":\"m\"}"
                    .formatted(JOB);

    private static final String PROBLEM = """
            {"type":"t","title":"t","status":404,"detail":"d","instance":"/","error":"e","code":"NOT_FOUND"}""";

    @Test
    void whatFitsIsNoFault() {
        assertThat(submit(REQUEST, ACCEPTED)).isEmpty();
        assertThat(submit("{\"prompt\":7}", 400, Map.of("Content-Type", "application/problem+json"), PROBLEM))
                .isEmpty();
        assertThat(get("/nothing/here", 404, "application/problem+json", PROBLEM))
                .isEmpty();
        assertThat(get("/jobs?limit=5&status=failed", 200, "application/json; charset=utf-8", "{\"jobs\":[]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/nothing/here       | 200 | application/json         | {}            | nothing is described",
                "/nothing/here       | 404 | application/json         | {}            | content type application/json",
                "/nothing/here       | 404 | application/problem+json | {}            | 'code'",
                "/jobs               | 418 | application/problem+json | {}            | the status 418",
                "/jobs               | 200 | text/plain               | none          | content type text/plain",
                "/jobs               | 200 | application/json         | {             | it is no JSON",
                "/jobs               | 200 | application/json         | {}            | answer: : required property 'jobs'",
                "/jobs               | 200 | application/json         | {\"jobs\":7}  | answer: /jobs: integer found",
                "/jobs               | 403 | application/problem+json | {\"code\":7}  | /code",
                "/jobs?limit=201     | 200 | application/json         | {\"jobs\":[]} | request: query limit",
                "/jobs?limit=few     | 200 | application/json         | {\"jobs\":[]} | request: query limit",
                "/jobs?status=gone   | 200 | application/json         | {\"jobs\":[]} | request: query status",
                "/status/no-uuid     | 200 | application/json         | {}            | request: path jobId",
            })
    void anAnswerOrAPathThatDoesNotFitIsAFault(String uri, int status, String type, String body, String fault) {
        assertThat(get(uri, status, type, body)).anyMatch(found -> found.contains(fault));
    }

    @Test
    void aHeaderOfTheAnswerThatDoesNotFitIsAFault() {
        assertThat(submit(REQUEST, 202, Map.of("Content-Type", "application/json"), ACCEPTED))
                .containsExactly("answer: header Location is missing");
        Map<String, String> headers =
                Map.of("Content-Type", "application/json", "Location", "/", "X-RateLimit-Limit", "many");
        assertThat(submit(REQUEST, 202, headers, ACCEPTED)).singleElement().satisfies(fault -> assertThat(fault)
                .startsWith("answer: header X-RateLimit-Limit: "));
    }

    @Test
    void aRequestThatIsTakenAndDoesNotFitIsAFault() {
        assertThat(submit("", ACCEPTED)).containsExactly("request: the body is missing");
        assertThat(submit("{\"mediaType\":\"smell\",\"modelId\":\"sdxl\"}", ACCEPTED))
                .anyMatch(fault -> fault.startsWith("request: /mediaType"));
        assertThat(submit("{\"mediaType\":\"image\",\"modelId\":\"sdxl\",\"colour\":1}", ACCEPTED))
                .anyMatch(fault -> fault.contains("colour"));
        assertThat(faults("POST", "/generate-media", Map.of("Content-Type", "text/plain"), REQUEST, ACCEPTED))
                .containsExactlyInAnyOrder(
                        "request: it says in no described way who calls",
                        "request: the content type text/plain is not described");
        assertThat(faults(
                        "POST",
                        "/generate-media",
                        Map.of("X-API-Key", "k", "Idempotency-Key", "k".repeat(256)),
                        REQUEST,
                        ACCEPTED))
                .anyMatch(fault -> fault.startsWith("request: header Idempotency-Key"));
        assertThat(faults("POST", "/webhook/replicate", Map.of("webhook-signature", "s"), "no JSON", "{}"))
                .containsExactlyInAnyOrder(
                        "request: query context is missing",
                        "request: header webhook-id is missing",
                        "request: header webhook-timestamp is missing");
    }

    @Test
    void aBodyThatIsNotDescribedIsAFault() {
        assertThat(OpenApi.faults(new OpenApi.Call(
                        "GET", URI.create("/status/" + JOB), headers(Map.of()), "", 304, headers(Map.of()), "it")))
                .containsExactly("answer: a body is not described");
    }

    @Test
    void anEventIsAJob() {
        assertThat(OpenApi.eventFaults("job.started", Http.json("{\"jobId\":\"" + JOB + "\",\"status\":\"gone\"}")))
                .anyMatch(fault -> fault.startsWith("event: /status"))
                .anyMatch(fault -> fault.contains("createdAt"));
    }

    /** Whichever way it goes, and only where one of ours listens. */
    @Test
    void aCallIsLookedAtWhereOneOfOursListens() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        String url = "http://127.0.0.1:" + port;
        try {
            calls(url);
            assertThat(ApiGuard.faults()).isEmpty();

            ApiGuard.follow(port);
            calls(url);
            assertThat(ApiGuard.faults())
                    .contains(
                            "POST /generate-media 200: request: : required property 'mediaType' not found",
                            "GET /jobs 200: answer: the content type null is not described",
                            "GET /models 200: answer: the content type null is not described",
                            "GET /jobs/events 200: answer: the content type null is not described");
            assertThat(ApiGuard.faults()).isEmpty();

            ApiGuard.leave(port);
            calls(url);
            assertThat(ApiGuard.faults()).isEmpty();
        } finally {
            ApiGuard.leave(port);
            server.stop(0);
        }
    }

    private static void calls(String url) {
        Http.send(Http.to(url + "/generate-media").POST(BodyPublishers.ofString("{\"colour\":1}")));
        Http.bytes(Http.to(url + "/jobs"));
        Http.raw(url, "GET /models HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        EventReader.open(url + "/jobs/events", "k", null).close();
    }

    private static List<String> get(String uri, int status, String type, String body) {
        return OpenApi.faults(new OpenApi.Call(
                "GET",
                URI.create(uri),
                headers(Map.of("X-API-Key", "k")),
                "",
                status,
                headers(Map.of("Content-Type", type, "Cache-Control", "no-store", "ETag", "e")),
                body));
    }

    private static List<String> submit(String request, String answer) {
        return faults("POST", "/generate-media", Map.of("X-API-Key", "k"), request, answer);
    }

    private static List<String> submit(String request, int status, Map<String, String> answered, String answer) {
        return OpenApi.faults(new OpenApi.Call(
                "POST",
                URI.create("/generate-media"),
                headers(Map.of("X-API-Key", "k")),
                request,
                status,
                headers(answered),
                answer));
    }

    private static List<String> faults(
            String method, String uri, Map<String, String> headers, String request, String answer) {
        Map<String, String> answered = Map.of("Content-Type", "application/json", "Location", "/status/" + JOB);
        int status = uri.equals("/generate-media") ? 202 : 200;
        return OpenApi.faults(new OpenApi.Call(
                method, URI.create(uri), headers(headers), request, status, headers(answered), answer));
    }

    private static HttpHeaders headers(Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, new ArrayList<>(List.of(value))));
        return HttpHeaders.of(all, (name, value) -> true);
    }
}
