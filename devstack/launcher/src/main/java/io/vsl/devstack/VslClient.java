package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** VSL's HTTP API, as a user has it. */
final class VslClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int READS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String url;
    private final String apiKey;

    VslClient(String url, String apiKey) {
        this.url = url;
        this.apiKey = apiKey;
    }

    /**
     * Of {@code $VSL_URL} and {@code $VSL_API_KEY} where they are set, otherwise of the local stack.
     *
     * @throws UserError when there is neither
     */
    static VslClient from(Map<String, String> environment, Map<String, String> stack) {
        String url = environment.getOrDefault("VSL_URL", stack.get("VSL_URL"));
        String key = environment.getOrDefault("VSL_API_KEY", stack.get("VSL_API_KEY"));
        if (url == null || key == null) {
            throw new UserError("VSL isn't up (./vsl up --detach), and VSL_URL and VSL_API_KEY aren't set.");
        }
        return new VslClient(url, key);
    }

    /**
     * Of {@code $VSL_URL} and {@code $VSL_OPERATOR_KEY} where they are set, otherwise of the local stack.
     *
     * @throws UserError when there is neither
     */
    static VslClient operator(Map<String, String> environment, Map<String, String> stack) {
        String url = environment.getOrDefault("VSL_URL", stack.get("VSL_URL"));
        String key = environment.getOrDefault("VSL_OPERATOR_KEY", stack.get("VSL_OPERATOR_KEY"));
        if (url == null || key == null) {
            throw new UserError("VSL isn't up (./vsl up --detach), and VSL_URL and VSL_OPERATOR_KEY aren't set.");
        }
        return new VslClient(url, key);
    }

    /** As a part of a path, or the value of a parameter. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Those parameters of a URL that have a value, with what stands before them; nothing when none has. */
    static String query(Map<String, @Nullable Object> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "=" + encoded(String.valueOf(parameter.getValue())))
                .collect(Collectors.collectingAndThen(
                        Collectors.joining("&"), query -> query.isEmpty() ? "" : "?" + query));
    }

    /**
     * {@code POST /generate-media}.
     *
     * @return the answer: {@code jobId}, {@code estimatedTime}, {@code estimatedCost}
     * @throws UserError with the API's own words, when it refuses
     */
    JsonNode submit(JsonNode job) throws IOException, InterruptedException {
        return post("/generate-media", job);
    }

    /**
     * {@code GET /status/{jobId}}.
     *
     * @throws UserError with the API's own words, when it refuses
     */
    JsonNode status(String jobId) throws IOException, InterruptedException {
        return get("/status/" + jobId);
    }

    /**
     * What stands at that path; asked again, as often as {@value READS} times, after a 503.
     *
     * @throws UserError with the API's own words, when it refuses
     */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        HttpResponse<byte[]> response = send(request);
        for (int read = 1; response.statusCode() == 503 && read < READS; read++) {
            TimeUnit.SECONDS.sleep(
                    response.headers().firstValueAsLong("Retry-After").orElse(1));
            response = send(request);
        }
        return json(response);
    }

    /**
     * What is answered to that body.
     *
     * @throws UserError with the API's own words, when it refuses
     */
    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return json(send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))));
    }

    /**
     * What is answered when that is to stand there.
     *
     * @throws UserError with the API's own words, when it refuses
     */
    JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
        return json(send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))));
    }

    /**
     * What is answered to that change.
     *
     * @throws UserError with the API's own words, when it refuses
     */
    JsonNode patch(String path, JsonNode body) throws IOException, InterruptedException {
        return json(send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))));
    }

    /** @throws UserError with the API's own words, when it refuses */
    void delete(String path) throws IOException, InterruptedException {
        json(send(HttpRequest.newBuilder(URI.create(url + path)).DELETE()));
    }

    /**
     * Saves what a presigned URL gives.
     *
     * @throws UserError when the bytes aren't of this size and hash
     */
    void download(String from, Path to, long size, String sha256) throws IOException, InterruptedException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(URI.create(from)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        MessageDigest digest = sha256();
        try (InputStream body = new DigestInputStream(response.body(), digest)) {
            Files.copy(body, to, StandardCopyOption.REPLACE_EXISTING);
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (response.statusCode() != 200 || Files.size(to) != size || !actual.equals(sha256)) {
            throw new UserError("%s answered %d with %d bytes, sha256 %s; the job says %d bytes, sha256 %s"
                    .formatted(from, response.statusCode(), Files.size(to), actual, size, sha256));
        }
    }

    /** Without a look at what it is. */
    void download(String from, Path to) throws IOException, InterruptedException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        HttpResponse<Path> response = http.send(
                HttpRequest.newBuilder(URI.create(from)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofFile(to));
        if (response.statusCode() != 200) {
            throw new UserError("%s answered %d".formatted(from, response.statusCode()));
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            return http.send(
                    request.setHeader("X-API-Key", apiKey).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new UserError("Nobody answers at " + url);
        }
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new UserError(problem(response));
        }
        return JSON.readTree(response.body());
    }

    private static String problem(HttpResponse<byte[]> response) {
        StringBuilder message = new StringBuilder("VSL answered " + response.statusCode());
        try {
            JsonNode problem = JSON.readTree(response.body());
            message.append(": ")
                    .append(problem.path("error").asText(problem.path("title").asText()));
            for (JsonNode detail : problem.path("details")) {
                message.append("\n  ")
                        .append(detail.path("field").asText())
                        .append(": ")
                        .append(detail.path("message").asText());
            }
        } catch (IOException notJson) {
            // The status has to say it all.
        }
        return message.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
