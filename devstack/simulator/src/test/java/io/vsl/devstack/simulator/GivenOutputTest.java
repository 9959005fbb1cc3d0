package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.FLUX;
import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenOutputTest {

    private static final byte[] BYTES = "not what its name says".getBytes(StandardCharsets.UTF_8);

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
    @ValueSource(
            strings = {
                "null",
                "\"a caption\"",
                "42",
                "1.5",
                "false",
                "[]",
                "{}",
                "[[\"a\",null],{\"b\":{}}]",
                "[\"data:image/png;base64,iVBORw0KGgo=\",\"caption one\"]",
                "{\"text\":\"{{file}} {{x}} {file:a.png}\"}"
            })
    void anyJsonIsAnOutputAsItStands(String json) throws Exception {
        give(Json.decodeValue(json), null);

        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");

        assertThat(Json.encode(finished.getValue("output"))).isEqualTo(json);
    }

    @Test
    void eachPlaceholderIsTheUrlOfAFileAndItsNameStandsThereAsItIs() throws Exception {
        give(new JsonObject("""
                {"image": "{{file:my file.png}}?alias=base.png", "seed": 42,
                 "page": ["![]({{file:a.png}}) and {{file:é [$1] \\\\.jpg}}"]}"""), null);

        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");

        String folder = folder(finished);
        assertThat(finished.getJsonObject("output"))
                .isEqualTo(new JsonObject()
                        .put("image", folder + "my file.png?alias=base.png")
                        .put("seed", 42)
                        .put("page", JsonArray.of("![](" + folder + "a.png) and " + folder + "é [$1] \\.jpg")));
    }

    @ParameterizedTest
    @CsvSource({
        "png, image/png, 89504e47",
        "jpg, image/jpeg, ffd8ff",
        "jpeg, image/jpeg, ffd8ff",
        "webp, image/webp, 52494646",
        "gif, image/gif, 47494638",
        "mp4, video/mp4, 00000020667479",
        "wav, audio/wav, 52494646",
        "mp3, audio/mpeg, fffb",
        "PNG, image/png, 89504e47"
    })
    void aFileIsMadeAsItsNameEnds(String ending, String type, String begin) throws Exception {
        give("{{file:a." + ending + "}}", null);

        HttpResponse<byte[]> file = replicate.download(output());

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("content-type")).contains(type);
        assertThat(HexFormat.of().formatHex(file.body())).startsWith(begin);
    }

    @Test
    void aFileHasTheBytesAndTheTypeThatAreGiven() throws Exception {
        give(
                new JsonArray().add("{{file:model.glb}}").add("{{file:a.png}}").add("{{file:b.png}}"),
                new JsonObject()
                        .put("model.glb", new JsonObject().put("base64", base64(BYTES)))
                        .put(
                                "a.png",
                                new JsonObject().put("base64", base64(BYTES)).put("contentType", "text/plain"))
                        .put("b.png", new JsonObject().put("contentType", "text/plain"))
                        .put("unnamed.gif", new JsonObject()));
        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");

        assertFile(folder(finished) + "model.glb", "application/octet-stream", BYTES);
        assertFile(folder(finished) + "a.png", "text/plain", BYTES);
        assertThat(replicate.download(folder(finished) + "b.png").headers().firstValue("content-type"))
                .contains("text/plain");
        assertThat(replicate.download(folder(finished) + "unnamed.gif").statusCode())
                .isEqualTo(200);
        assertThat(replicate.download(folder(finished) + "other.gif").statusCode())
                .isEqualTo(404);
        assertThat(replicate.download(folder(finished) + "out-0.webp").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PixPin (1) [a].png", "naïve 雪 🦊.png", "100 %.png", "a+b&c=d;e.png", "%41.png", "{x}|^~'.png"})
    void aFileOfAnyNameIsServedToWhoEncodesIt(String name) throws Exception {
        give("{{file:" + name + "}}", null);
        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");
        assertThat(finished.getString("output")).isEqualTo(folder(finished) + name);

        assertThat(replicate.download(folder(finished) + encoded(name)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFileIsServedToWhoEncodesNothing() throws Exception {
        String name = "naïve[雪].png";
        give("{{file:" + name + "}}", new JsonObject().put(name, new JsonObject().put("base64", base64(BYTES))));
        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");

        try (Socket socket = new Socket("127.0.0.1", replicate.port())) {
            socket.getOutputStream()
                    .write(("GET /delivery/" + finished.getString("id") + "/" + name
                                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .endsWith(new String(BYTES, StandardCharsets.UTF_8));
        }
    }

    @Test
    void onlyPredictionsThatMatchHaveIt() throws Exception {
        replicate.fault(
                "on",
                "prediction",
                "kind",
                "output",
                "output",
                42,
                "times",
                1,
                "match",
                new JsonObject().put("prompt", "odd"));

        assertThat(outputOf("a lighthouse")).isInstanceOf(JsonArray.class);
        assertThat(outputOf("an odd lighthouse")).isEqualTo(42);
        assertThat(outputOf("an odd lighthouse")).isInstanceOf(JsonArray.class);
    }

    @Test
    void aWebhookAndWhoWaitsHaveItWithItsUrls() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            give(JsonArray.of("{{file:a.png}}", "a caption"), null);

            JsonObject created = new JsonObject(replicate
                    .send(replicate
                            .request(FLUX)
                            .header("Prefer", "wait=30")
                            .POST(BodyPublishers.ofString(input("prompt", "x")
                                    .put("webhook", receiver.url())
                                    .put("webhook_events_filter", JsonArray.of("completed"))
                                    .encode())))
                    .body());

            JsonArray output = JsonArray.of(folder(created) + "a.png", "a caption");
            assertThat(created.getJsonArray("output")).isEqualTo(output);
            assertThat(receiver.first(1).get(0).prediction().getJsonArray("output"))
                    .isEqualTo(output);
        }
    }

    @Test
    void itIsRemovedWithItsFilesOneHourAfterTheEnd() throws Exception {
        give("{{file:a.png}}", null);
        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");
        assertThat(replicate.download(finished.getString("output")).statusCode())
                .isEqualTo(200);

        replicate.settings("speed", 1_000_000);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> replicate.prediction(finished.getString("id")).getValue("output") == null);
        assertThat(replicate.download(finished.getString("output")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void itOutlivesARestart() throws Exception {
        give("{{file:a.bin}}", new JsonObject().put("a.bin", new JsonObject().put("base64", base64(BYTES))));
        replicate.settings("speed", 10, "predictSeconds", 0);
        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");
        replicate.close();

        replicate = new RunningSimulator(dir, 10);

        assertThat(replicate.prediction(finished.getString("id"))).isEqualTo(finished);
        assertFile(
                "http://127.0.0.1:" + replicate.port() + "/delivery/" + finished.getString("id") + "/a.bin",
                "application/octet-stream",
                BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'output':'{{file:a.glb}}'}",
                "{'output':['{{file:noEnding}}']}",
                "{'output':1,'files':{'a.png':{'base64':'?'}}}",
                "{'output':1,'files':{'a.png':{'bytes':'AA=='}}}",
                "{'output':1,'files':{'a.png':{'base64':7}}}",
                "{'output':1,'files':{'a.png':'AA=='}}",
                "{'output':1,'files':{'a.png':null}}",
                "{'output':1,'files':[]}",
                "{'output':'{{file:a/b.png}}'}"
            })
    void anOutputThatCanNotBeServedIsRefused(String rule) throws Exception {
        JsonObject fault =
                new JsonObject(rule.replace('\'', '"')).put("on", "prediction").put("kind", "output");

        assertThat(replicate.post("/_sim/faults", fault).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void theFirstCallsForOneFileAreRefusedAndTheNextIsServed(int status) throws Exception {
        give(JsonArray.of("{{file:late (1).png}}", "{{file:other.png}}"), null);
        replicate.fault(
                "on",
                "delivery",
                "kind",
                "status",
                "status",
                status,
                "times",
                2,
                "match",
                new JsonObject().put("file", "late (1)"));
        String folder = folder(replicate.reach(replicate.createFlux(), "succeeded"));

        for (int expected : new int[] {status, status, 200}) {
            assertThat(replicate.download(folder + encoded("late (1).png")).statusCode())
                    .isEqualTo(expected);
            assertThat(replicate.download(folder + "other.png").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{{file:new (2) é.bin}}, 'http://127.0.0.1:%1$d/delivery/%2$s/new%%20%%282%%29%%20%%C3%%A9.bin'",
        "/_sim/sample.png, /_sim/sample.png",
        "https://example.com/a.png, https://example.com/a.png"
    })
    void aFileHasMovedToAnotherOfItsPredictionOrAnywhere(String to, String location) throws Exception {
        give("{{file:old.png}}", new JsonObject().put("new (2) é.bin", new JsonObject().put("base64", base64(BYTES))));
        replicate.fault("on", "delivery", "kind", "redirect", "to", to, "match", new JsonObject().put("file", "old"));
        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");

        HttpResponse<byte[]> moved = replicate.download(finished.getString("output"));

        assertThat(moved.statusCode()).isEqualTo(302);
        assertThat(moved.headers().firstValue("location"))
                .contains(location.formatted(replicate.port(), finished.getString("id")));
        if (to.startsWith("{{")) {
            assertFile(moved.headers().firstValue("location").orElseThrow(), "application/octet-stream", BYTES);
        }
    }

    private void give(@Nullable Object output, @Nullable JsonObject files) throws IOException, InterruptedException {
        if (files == null) {
            replicate.fault("on", "prediction", "kind", "output", "output", output);
        } else {
            replicate.fault("on", "prediction", "kind", "output", "output", output, "files", files);
        }
    }

    private Object outputOf(String prompt) throws Exception {
        return replicate
                .reach(replicate.create(FLUX, input("prompt", prompt)), "succeeded")
                .getValue("output");
    }

    private String output() throws Exception {
        return replicate.reach(replicate.createFlux(), "succeeded").getString("output");
    }

    private void assertFile(String url, String type, byte[] bytes) throws Exception {
        HttpResponse<byte[]> file = replicate.download(url);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("content-type")).contains(type);
        assertThat(file.body()).isEqualTo(bytes);
    }

    /** Where the files of a prediction are. */
    private String folder(JsonObject prediction) {
        return "http://127.0.0.1:" + replicate.port() + "/delivery/" + prediction.getString("id") + "/";
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
