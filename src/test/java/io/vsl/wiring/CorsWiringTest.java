package io.vsl.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.http.HttpServers;
import io.vsl.testing.AddsToTheApi;
import io.vsl.testing.Http;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** Which pages may call what, when some may. */
@WithoutServers
@MockEndpointsAndSkip("kafka:.*")
@Import(AStream.class)
@TestPropertySource(
        properties = {
            "VSL_STAGES=submit,admin,webhook",
            "VSL_ALLOWED_ORIGINS=https://app.example.com, http://localhost:3000"
        })
@AddsToTheApi
class CorsWiringTest {

    private static final String KEY = "X-API-Key: " + KnownCallers.USER + "\r\n";

    @Autowired
    private HttpServers servers;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://app.example.com | /generate-media       | POST   | POST",
                "http://localhost:3000   | /generate-media       | POST   | POST",
                "https://app.example.com | /generate-media       | DELETE | POST",
                "https://app.example.com | /models               | GET    | GET",
                "https://app.example.com | /admin/keys           | POST   | GET, POST",
                "https://app.example.com | /admin/keys/x         | DELETE | DELETE, PATCH",
                "https://app.example.com | /a-stream             | GET    | GET",
            })
    void aPreflightOfAListedOriginIsAnsweredWithoutAKey(String origin, String path, String method, String methods) {
        Map<String, String> answer = preflight(origin, path, method);

        assertThat(answer)
                .containsEntry("status", "204")
                .containsEntry("access-control-allow-origin", origin)
                .containsEntry("vary", "Origin")
                .containsEntry("access-control-max-age", "7200")
                .containsEntry(
                        "access-control-allow-headers",
                        "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Prefer, X-API-Key,"
                                + " traceparent")
                .doesNotContainKey("access-control-allow-credentials");
        assertThat(answer.get("access-control-allow-methods").split(", "))
                .containsExactlyInAnyOrder(methods.split(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.example            | /generate-media    | POST",
                "http://app.example.com       | /generate-media    | POST",
                "https://app.example.com:8443 | /generate-media    | POST",
                "https://APP.example.com      | /generate-media    | POST",
                "https://x.app.example.com    | /models            | GET",
                "https://app.example.com.evil | /models            | GET",
                "http://localhost:3001        | /models            | GET",
                "null                         | /models            | GET",
                "https://app.example.com      | /webhook/replicate | POST",
                "https://app.example.com      | /webhook/nobody    | POST",
                "https://app.example.com      | /metrics           | GET",
                "https://app.example.com      | /health/live       | GET",
            })
    void anyOtherPreflightIsRefusedWithoutAWordOfWhoMay(String origin, String path, String method) {
        assertThat(preflight(origin, path, method))
                .containsEntry("status", "403")
                .noneSatisfy(CorsWiringTest::allows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://app.example.com | GET /models           | key | 200",
                "http://localhost:3000   | GET /models           | key | 200",
                "https://app.example.com | GET /models           |     | 401",
                "https://app.example.com | GET /nothing          |     | 404",
                "https://app.example.com | OPTIONS /nothing      |     | 404",
                "https://app.example.com | DELETE /models        | key | 405",
                "https://app.example.com | OPTIONS /models       |     | 405",
                "https://app.example.com | POST /generate-media  | key | 400",
                "https://app.example.com | GET //models          |     | 400",
                "https://app.example.com | GET /a-stream         |     | 200",
            })
    void everyAnswerToAListedOriginMayBeRead(String origin, String call, String key, int status) {
        assertThat(send(call, "Origin: " + origin + "\r\n" + (key == null ? "" : KEY)))
                .containsEntry("status", Integer.toString(status))
                .containsEntry("access-control-allow-origin", origin)
                .hasEntrySatisfying("vary", vary -> assertThat(vary).contains("Origin"))
                .containsEntry(
                        "access-control-expose-headers",
                        "ETag, Location, Preference-Applied, Retry-After, WWW-Authenticate, X-RateLimit-Limit,"
                                + " X-RateLimit-Remaining, X-RateLimit-Reset")
                .doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Origin: https://a.example                                | GET /models              | 401 | true",
                "Origin: null                                             | GET /models              | 401 | true",
                "Origin: https://app.example.com;Origin: https://a.example | GET /models             | 401 | true",
                "Accept: */*                                              | GET /models              | 401 | true",
                "Origin: https://a.example                                | GET /a-stream            | 200 | true",
                "Origin: https://app.example.com                          | POST /webhook/replicate  | 400 | false",
                "Origin: https://app.example.com                          | GET /health/live         | 200 | false",
                "Origin: https://app.example.com                          | GET /metrics             | 200 | false",
            })
    void anyOtherAnswerSaysNothingOfPages(String headers, String call, int status, boolean varies) {
        Map<String, String> answer = send(call, headers.replace(";", "\r\n") + "\r\n");

        assertThat(answer).containsEntry("status", Integer.toString(status)).noneSatisfy(CorsWiringTest::allows);
        assertThat(answer.getOrDefault("vary", "").contains("Origin")).isEqualTo(varies);
    }

    /** What openapi.yaml declares is what pages may send and read, beside what any page may (Fetch, section 2.2.2). */
    @Test
    void whatTheApiDeclaresReachesPages() {
        JsonNode document = Http.json(Http.send(Http.to("http://127.0.0.1:" + servers.port() + "/openapi.json"))
                .body());
        Map<String, String> sent = preflight("https://app.example.com", "/generate-media", "POST");
        Map<String, String> read = send("GET /models", "Origin: https://app.example.com\r\n");

        assertThat(parameters(document)).isNotEmpty().allSatisfy(name -> assertThat(
                        sent.get("access-control-allow-headers"))
                .contains(name));
        assertThat(answered(document)).isNotEmpty().allSatisfy(name -> assertThat(
                        read.get("access-control-expose-headers"))
                .contains(name));
    }

    private static Set<String> parameters(JsonNode document) {
        Set<String> names = new TreeSet<>();
        document.path("paths").properties().stream()
                .filter(path -> !path.getKey().startsWith("/webhook/"))
                .flatMap(path -> path.getValue().findParents("in").stream())
                .filter(parameter -> parameter.path("in").asText().equals("header"))
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    private static Set<String> answered(JsonNode document) {
        Set<String> names = new TreeSet<>();
        Stream<JsonNode> responses = Stream.concat(
                Stream.of(document.at("/components/responses")),
                document.path("paths").findValues("responses").stream());
        responses
                .flatMap(each -> each.properties().stream())
                .flatMap(response -> response.getValue().path("headers").properties().stream())
                .forEach(header -> names.add(header.getKey()));
        names.remove("Cache-Control");
        return names;
    }

    private static void allows(String name, String value) {
        assertThat(name).startsWith("access-control-");
    }

    private Map<String, String> preflight(String origin, String path, String method) {
        return send(
                "OPTIONS " + path,
                "Origin: %s\r\nAccess-Control-Request-Method: %s\r\nAccess-Control-Request-Headers: x-api-key\r\n"
                        .formatted(origin, method));
    }

    /** The answer's headers by their names in lower case, and its status. */
    private Map<String, String> send(String call, String headers) {
        String answer = Http.raw(
                "http://127.0.0.1:" + servers.port(),
                call + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n");
        Map<String, String> read = answer.lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(
                        line -> line[0].toLowerCase(Locale.ROOT), line -> line[1], (one, other) -> one + "; " + other));
        read.put("status", answer.split(" ", 3)[1]);
        return read;
    }
}
