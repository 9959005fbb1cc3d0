package io.vsl.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A user of the REST API. */
public final class Client {

    private static final Set<String> TERMINAL = Set.of("completed", "failed", "cancelled");

    private static final Duration OUTCOME = Duration.ofSeconds(60);

    private final String url;
    private final String key;

    public Client(String url) {
        this(url, Devstack.shared().get("VSL_API_KEY"));
    }

    public Client(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** An answer, its body read as JSON. */
    public record Answer(HttpResponse<String> response, JsonNode body) {

        public int status() {
            return response.statusCode();
        }
    }

    public Answer submit(String body) {
        return send(request("/generate-media")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer submit(String body, String idempotencyKey) {
        return send(request("/generate-media")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** With a preference, as {@code wait=5}. */
    public Answer submit(String body, String idempotencyKey, String prefer) {
        return send(request("/generate-media")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .header("Prefer", prefer)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer post(String path, String body, String idempotencyKey) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer cancelBatch(String batchId) {
        return send(request("/batches/" + batchId + "/cancel").POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer cancel(String jobId) {
        return send(request("/jobs/" + jobId + "/cancel").POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer deleteMedia(String jobId) {
        return send(request("/jobs/" + jobId + "/media").DELETE());
    }

    /** Submits and expects 202. */
    public String submitted(String body) {
        Answer answer = submit(body);
        if (answer.status() != 202) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        return answer.body().path("jobId").asText();
    }

    /** Sends a request again for as long as it gets 503, as its answer says: a broker that has just started is slow. */
    public String submittedOnceTaken(String body) {
        String idempotencyKey = UUID.randomUUID().toString();
        return Awaitility.await("a request that is taken")
                .atMost(OUTCOME)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> submit(body, idempotencyKey), answer -> answer.status() != 503)
                .body()
                .path("jobId")
                .asText();
    }

    public Answer status(String jobId) {
        return send(request("/status/" + jobId));
    }

    public Answer get(String path) {
        return send(request(path));
    }

    /** The job once it has an outcome. */
    public JsonNode awaitOutcome(String jobId) {
        return Awaitility.await("outcome of " + jobId)
                .atMost(OUTCOME)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> status(jobId).body(),
                        job -> TERMINAL.contains(job.path("status").asText()));
    }

    private HttpRequest.Builder request(String path) {
        return Http.to(url + path).timeout(Duration.ofSeconds(30)).header("X-API-Key", key);
    }

    private static Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response = Http.send(request);
        return new Answer(response, Http.json(response.body()));
    }
}
