package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that an input links to. */
class InputFilesTest {

    private static final String NANO_BANANA = "/v1/models/google/nano-banana/predictions";

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

    @Test
    void eachIsFetchedAndWhatWasSeenIsTold() throws Exception {
        String sample = "http://127.0.0.1:" + replicate.port() + "/_sim/sample.png";
        JsonObject body = input("prompt", "x", "image_input", JsonArray.of(sample))
                .put("webhook", "http://127.0.0.1:9/hook?job=with-a-file");

        replicate.reach(replicate.create(NANO_BANANA, body), "succeeded");

        JsonObject seen = replicate
                .json("/_sim/predictions?job=with-a-file")
                .getJsonArray("inputs")
                .getJsonArray(0)
                .getJsonObject(0);
        byte[] bytes = replicate.download(sample).body();
        assertThat(seen.getString("input")).isEqualTo("image_input.0");
        assertThat(seen.getInteger("size")).isEqualTo(bytes.length);
        assertThat(seen.getString("sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void oneThatIsNotThereFailsThePrediction() throws Exception {
        String gone = "http://127.0.0.1:" + replicate.port() + "/gone.png";

        JsonObject failed =
                replicate.reach(replicate.createVersion(RunningSimulator.SVD, input("input_image", gone)), "failed");

        assertThat(failed.getString("error")).isEqualTo("404 Client Error: Not Found for url: " + gone);
    }

    @Test
    void aHostThatIsNotThereFailsThePrediction() throws Exception {
        JsonObject failed = replicate.reach(
                replicate.createVersion(RunningSimulator.SVD, input("input_image", "http://127.0.0.1:9/a.png")),
                "failed");

        assertThat(failed.getString("error")).startsWith("Failed to establish a new connection");
    }

    @Test
    void aDataUriIsTakenUpTo256Kilobytes() throws Exception {
        String tooLarge = "data:image/png;base64," + "A".repeat(400_000);

        assertThat(replicate
                        .post("/v1/predictions", input("input_image", tooLarge).put("version", RunningSimulator.SVD))
                        .statusCode())
                .isEqualTo(422);
    }
}
