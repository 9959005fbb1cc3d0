package io.vsl.devstack.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulator on a free port, with a client that has its token. */
final class RunningSimulator implements AutoCloseable {

    static final String TOKEN = "r8_plainly_fake";
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String FLUX = "/v1/models/black-forest-labs/flux-schnell/predictions";
    static final String SDXL = "stability-ai/sdxl:7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc";
    static final String SVD = "3f0457e4619daac51203dedb472816fd4af51f3149fa7a9e0b5ffcf1b8172438";
    static final String MUSICGEN = "671ac645ce5e552cc63a54a2bbff63fcf798043055d2dac5fc9e36a837eedcfb";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Vertx vertx = Vertx.vertx();
    private final Simulator simulator;

    /** Starts one that is a thousand times faster than Replicate. */
    RunningSimulator(Path dir) {
        this(dir, 1000);
    }

    RunningSimulator(Path dir, double speed) {
        this(dir, speed, null);
    }

    RunningSimulator(Path dir, double speed, @Nullable String deliveryHost) {
        try {
            simulator = new Simulator(
                    new Options(0, "127.0.0.1", dir, speed, deliveryHost, Set.of(TOKEN, "r8_another"), SECRET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        vertx.deployVerticle(simulator).await();
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    int port() {
        return simulator.port();
    }

    HttpRequest.Builder request(String pathOrUrl) {
        String url = pathOrUrl.startsWith("http") ? pathOrUrl : "http://127.0.0.1:" + port() + pathOrUrl;
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String pathOrUrl) throws IOException, InterruptedException {
        return send(request(pathOrUrl));
    }

    /** With headers, each a name and a value. */
    HttpResponse<byte[]> download(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<InputStream> open(String url) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofInputStream());
    }

    HttpResponse<String> post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode())));
    }

    JsonObject json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    /** A body that asks for an input. */
    static JsonObject input(Object... namesAndValues) {
        JsonObject input = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            input.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new JsonObject().put("input", input);
    }

    JsonObject create(String path, JsonObject body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    JsonObject createFlux() throws IOException, InterruptedException {
        return create(FLUX, input("prompt", "a lighthouse"));
    }

    JsonObject createVersion(String version, JsonObject body) throws IOException, InterruptedException {
        return create("/v1/predictions", body.copy().put("version", version));
    }

    JsonObject prediction(String id) {
        try {
            return json("/v1/predictions/" + id);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The prediction, as soon as it has a status. */
    JsonObject reach(JsonObject created, String status) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> prediction(created.getString("id")), now -> status.equals(now.getString("status")));
    }

    void fault(Object... namesAndValues) throws IOException, InterruptedException {
        assertThat(post("/_sim/faults", input(namesAndValues).getJsonObject("input"))
                        .statusCode())
                .isEqualTo(201);
    }

    void settings(Object... namesAndValues) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request("/_sim/settings")
                .PUT(BodyPublishers.ofString(
                        input(namesAndValues).getJsonObject("input").encode())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
