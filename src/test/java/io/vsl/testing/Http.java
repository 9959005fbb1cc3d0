package io.vsl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** HTTP as anyone may speak it: without a key, with any header, any bytes. */
public final class Http {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final ObjectMapper JSON = new ObjectMapper();

    private Http() {}

    public static HttpRequest.Builder to(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    public static HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** What a link to put a file there answers. */
    public static HttpResponse<String> put(String link, String contentType, byte[] content) {
        return send(to(link).header("Content-Type", contentType).PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            HttpRequest built = request.build();
            HttpResponse<T> response = HTTP.send(built, handler);
            ApiGuard.look(built, response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends text as it is, which need not be HTTP, and reads to the end. It must ask for the connection's end. */
    public static String raw(String url, String text) {
        URI uri = URI.create(url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            ApiGuard.look(uri, text, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** The body of an answer that must be that error in the contract's form, and say nothing of what we are made of. */
    public static JsonNode assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Transfer-Encoding"))
                .as("a length instead")
                .isEmpty();
        JsonNode problem = json(response.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).as(response.body()).isEqualTo(code);
        for (String member : new String[] {"type", "title", "detail", "instance", "error"}) {
            assertThat(problem.path(member).asText()).as(member).isNotBlank();
        }
        assertSaysNothingOfUs(response.body());
        return problem;
    }

    /** No class, package or stack trace in what others see. */
    public static void assertSaysNothingOfUs(String text) {
        assertThat(text)
                .doesNotContainPattern("(?i)exception|\\bat [a-z]+\\.|org\\.|com\\.|java\\.|io\\.vsl|tomcat")
                .doesNotContainPattern("[a-z][A-Z][a-zA-Z]*\\.[a-zA-Z]+\\(|`");
    }
}
