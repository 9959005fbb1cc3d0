package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.FLUX;
import static io.vsl.devstack.simulator.RunningSimulator.MUSICGEN;
import static io.vsl.devstack.simulator.RunningSimulator.SDXL;
import static io.vsl.devstack.simulator.RunningSimulator.SVD;
import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTest {

    @TempDir
    private static Path dir;

    private static RunningSimulator replicate;

    @BeforeAll
    static void start() {
        replicate = new RunningSimulator(dir, 100);
    }

    @AfterAll
    static void stop() {
        replicate.close();
    }

    @Test
    void aNewPredictionIsAnsweredWith201AndTheMembersInReplicatesOrder() throws Exception {
        HttpResponse<String> answer = replicate.post(FLUX, input("prompt", "a cat"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("ratelimit-remaining")).isPresent();
        assertThat(answer.headers().firstValue("ratelimit-reset")).isPresent();
        JsonObject prediction = new JsonObject(answer.body());
        assertThat(prediction.fieldNames())
                .containsExactly(
                        "id",
                        "model",
                        "version",
                        "input",
                        "logs",
                        "output",
                        "data_removed",
                        "error",
                        "status",
                        "created_at",
                        "urls");
        assertThat(prediction.getString("id")).matches("[0-9a-z]{26}");
        assertThat(prediction.getString("version")).isEqualTo("hidden");
        assertThat(prediction.getString("logs")).isEmpty();
        assertThat(prediction.getValue("output")).isNull();
        assertThat(prediction.getBoolean("data_removed")).isFalse();
        assertThat(prediction.getString("status")).isEqualTo("starting");
        assertThat(prediction.getString("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(prediction.getJsonObject("urls").fieldNames()).containsExactly("web", "get", "cancel");
    }

    @Test
    void aFinishedPredictionHasTimesMetricsAndOneUriForEachOutput() throws Exception {
        JsonObject created = replicate.create(FLUX, input("prompt", "a cat", "num_outputs", 3));

        JsonObject prediction = replicate.reach(created, "succeeded");

        assertThat(prediction.getJsonArray("output")).hasSize(3).allMatch(uri -> ((String) uri).endsWith(".webp"));
        assertThat(prediction.fieldNames()).contains("started_at", "completed_at");
        assertThat(prediction.getJsonObject("metrics").fieldNames()).containsExactly("predict_time", "total_time");
        assertThat(prediction.getString("logs")).contains("Using seed", "100%");
    }

    @Test
    void aModelWithASingleOutputGivesAString() throws Exception {
        JsonObject created = replicate.createVersion(MUSICGEN, input("prompt", "a flute", "duration", 1));

        assertThat(replicate.reach(created, "succeeded").getValue("output")).isInstanceOf(String.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {SDXL, SVD, "meta/musicgen:" + MUSICGEN, "black-forest-labs/flux-schnell"})
    void runsAVersionByDigitsByNameAndDigitsAndAnOfficialModelByName(String version) throws Exception {
        JsonObject body = input("prompt", "x", "input_image", "https://example.com/a.png");

        JsonObject prediction = replicate.createVersion(version, body);

        assertThat(prediction.getString("version"))
                .isEqualTo(version.contains("flux") ? "hidden" : version.substring(version.indexOf(':') + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stability-ai/sdxl",
                "sdxl",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "meta/sdxl:7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc"
            })
    void refusesAnyOtherVersionWith422(String version) throws Exception {
        HttpResponse<String> answer =
                replicate.post("/v1/predictions", input("prompt", "x").put("version", version));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(answer.body()).getString("title")).isEqualTo("Invalid version or not permitted");
    }

    @Test
    void aCommunityModelDoesNotRunByItsModelPath() throws Exception {
        assertThat(replicate
                        .post("/v1/models/stability-ai/sdxl/predictions", input("prompt", "x"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDeploymentRunsAnyModel() throws Exception {
        JsonObject prediction = replicate.create("/v1/deployments/simulator/sdxl/predictions", input("prompt", "x"));

        assertThat(prediction.getString("model")).isEqualTo("stability-ai/sdxl");
        assertThat(prediction.getString("deployment")).isEqualTo("simulator/sdxl");
        assertThat(replicate
                        .post("/v1/deployments/other/sdxl/predictions", input("prompt", "x"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void preferWaitHoldsTheAnswerUntilThereAreOutputsAsDataUris() throws Exception {
        HttpResponse<String> answer = replicate.send(replicate
                .request(FLUX)
                .header("Prefer", "wait=60")
                .POST(BodyPublishers.ofString(input("prompt", "x").encode())));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("preference-applied")).contains("wait=60");
        JsonObject prediction = new JsonObject(answer.body());
        assertThat(prediction.getString("status")).isEqualTo("processing");
        assertThat(prediction.getJsonArray("output").getString(0)).startsWith("data:image/webp;base64,");
    }

    @Test
    void preferWaitAnswers202WhenTheTimeIsOver() throws Exception {
        HttpResponse<String> answer = replicate.send(replicate
                .request("/v1/predictions")
                .header("Prefer", "wait=1")
                .POST(BodyPublishers.ofString(
                        input("prompt", "x").put("version", MUSICGEN).encode())));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(new JsonObject(answer.body()).getValue("output")).isNull();
    }

    @Test
    void theSamePromptAndSeedGiveTheSameFiles() throws Exception {
        JsonObject body = input("prompt", "x", "seed", 7);
        JsonArray first =
                replicate.reach(replicate.create(FLUX, body), "succeeded").getJsonArray("output");
        JsonArray second =
                replicate.reach(replicate.create(FLUX, body), "succeeded").getJsonArray("output");

        assertThat(first).isNotEqualTo(second);
        assertThat(replicate.download(first.getString(0)).body())
                .isEqualTo(replicate.download(second.getString(0)).body());
    }

    @Test
    void aSizeBeyondAModelsMemoryFailsThePrediction() throws Exception {
        JsonObject created = replicate.createVersion(SDXL, input("width", 8192, "height", 8192));

        assertThat(replicate.reach(created, "failed").getString("error")).contains("E1001");
    }
}
