package io.vsl.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** The control API of the simulator of Replicate. */
public final class Simulator {

    private Simulator() {}

    public static String url() {
        return Devstack.shared().get("SIMULATOR_URL");
    }

    /** A picture that a model can be given. */
    public static String picture() {
        return url() + "/_sim/sample.png";
    }

    /** Makes something go wrong from now on. JSON, in single quotes if one likes. */
    public static void fault(String rule) {
        send(Http.to(url() + "/_sim/faults")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(rule.replace('\'', '"'))));
    }

    /** Waits until each of the faults has struck so often at least. */
    public static void awaitFaults(int times) {
        Awaitility.await("the faults to strike").atMost(Duration.ofSeconds(30)).until(() -> {
            JsonNode faults =
                    Http.json(send(Http.to(url() + "/_sim/faults")).body()).path("faults");
            return StreamSupport.stream(faults.spliterator(), false)
                    .allMatch(fault -> fault.path("fired").asInt() >= times);
        });
    }

    /** Signs webhooks with another secret from now on, as after a rotation. */
    public static void signWith(String secret) {
        send(Http.to(url() + "/_sim/webhook-secret")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"key\":\"%s\"}".formatted(secret))));
    }

    /** Whether predictions that are listed carry their webhook. */
    public static void showWebhooks(boolean shown) {
        send(Http.to(url() + "/_sim/settings")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"showWebhook\":%s}".formatted(shown))));
    }

    /** Nothing goes wrong any more. */
    public static void clearFaults() {
        send(Http.to(url() + "/_sim/faults").DELETE());
    }

    /** How many predictions were created for a job. */
    public static int predictions(String jobId) {
        return of(jobId).path("count").asInt();
    }

    /** How many predictions were created for all jobs. */
    public static long created() {
        return health().path("created").asLong();
    }

    /** How often outputs were asked for. */
    public static long outputsAskedFor() {
        return health().path("outputsAskedFor").asLong();
    }

    private static JsonNode health() {
        return Http.json(send(Http.to(url() + "/_sim/health")).body());
    }

    /** The files of the input of a job's one prediction as its model saw them: {@code input}, {@code size}, {@code sha256}. */
    public static JsonNode inputs(String jobId) {
        return of(jobId).at("/inputs/0");
    }

    /** The id of the one prediction of a job. */
    public static String prediction(String jobId) {
        return of(jobId).at("/predictions/0").asText();
    }

    /** As Replicate says it: {@code succeeded}, {@code canceled}, … */
    public static String status(String prediction) {
        return Http.json(send(Http.to(url() + "/v1/predictions/" + prediction)
                                .header(
                                        "Authorization",
                                        "Bearer " + Devstack.shared().get("REPLICATE_API_TOKEN")))
                        .body())
                .path("status")
                .asText();
    }

    private static JsonNode of(String jobId) {
        return Http.json(send(Http.to(url() + "/_sim/predictions?job=" + jobId)).body());
    }

    /** Sends the webhook of a prediction once more, and returns when it has been answered. */
    public static void resendWebhook(String prediction) {
        send(Http.to(url() + "/_sim/predictions/" + prediction + "/webhook").POST(BodyPublishers.noBody()));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> response = Http.send(request);
        if (response.statusCode() >= 300) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return response;
    }
}
