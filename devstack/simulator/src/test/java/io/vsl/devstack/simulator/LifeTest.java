package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.FLUX;
import static io.vsl.devstack.simulator.RunningSimulator.MUSICGEN;
import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeTest {

    @TempDir
    private Path dir;

    @Test
    void aRunningPredictionIsCanceledAndStaysSo() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            replicate.fault("on", "prediction", "kind", "stuck");
            JsonObject created = replicate.reach(replicate.createFlux(), "processing");

            HttpResponse<String> answer = cancel(replicate, created);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(answer.body()).getString("status")).isEqualTo("canceled");
            assertThat(new JsonObject(cancel(replicate, created).body()).getString("status"))
                    .isEqualTo("canceled");
        }
    }

    @Test
    void aFinishedPredictionCanNotBeCanceled() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            JsonObject created = replicate.reach(replicate.createFlux(), "succeeded");

            assertThat(new JsonObject(cancel(replicate, created).body()).getString("status"))
                    .isEqualTo("succeeded");
        }
    }

    @Test
    void cancelAfterAbortsWhatHasNotStartedAndCancelsWhatRuns() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            replicate.fault("on", "prediction", "kind", "stuck", "in", "starting", "times", 1);
            replicate.fault("on", "prediction", "kind", "stuck");

            JsonObject waiting = createWithDeadline(replicate, "1m30s");
            JsonObject running = createWithDeadline(replicate, "2m");

            assertThat(replicate.reach(waiting, "aborted").getString("deadline"))
                    .isNotNull();
            replicate.reach(running, "canceled");
        }
    }

    @Test
    void cancelAfterIsAtLeastFiveSeconds() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            for (String time : new String[] {"4s", "soon", "", "5"}) {
                assertThat(replicate
                                .send(replicate
                                        .request(FLUX)
                                        .header("Cancel-After", time)
                                        .POST(BodyPublishers.ofString(
                                                input("prompt", "x").encode())))
                                .statusCode())
                        .as(time)
                        .isEqualTo(422);
            }
            assertThat(createWithDeadline(replicate, "5s").getString("status")).isEqualTo("starting");
        }
    }

    @Test
    void aRunEndsByItselfAfterThirtyMinutes() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir, 10_000)) {
            replicate.fault("on", "prediction", "kind", "stuck");

            JsonObject failed = replicate.reach(replicate.createFlux(), "failed");

            assertThat(failed.getString("error")).contains("30 minutes");
        }
    }

    @Test
    void dataAndFilesAreRemovedOneHourAfterTheEnd() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");
            String output = finished.getJsonArray("output").getString(0);
            assertThat(replicate.download(output).statusCode()).isEqualTo(200);

            replicate.settings("speed", 1_000_000);

            JsonObject emptied = await().atMost(Duration.ofSeconds(10))
                    .until(
                            () -> replicate.prediction(finished.getString("id")),
                            prediction -> prediction.getBoolean("data_removed"));
            assertThat(emptied.getValue("output")).isNull();
            assertThat(emptied.getJsonObject("input")).isEmpty();
            assertThat(emptied.getString("logs")).isEmpty();
            assertThat(emptied.getString("status")).isEqualTo("succeeded");
            assertThat(replicate.download(output).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void timesAreDividedBySpeed() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir, 100)) {
            JsonObject song = replicate.createVersion(MUSICGEN, input("prompt", "x", "duration", 1));

            JsonObject finished = replicate.reach(song, "succeeded");

            assertThat(finished.getJsonObject("metrics").getDouble("predict_time"))
                    .isBetween(0.1, 2.0);
        }
    }

    @Test
    void thePredictTimeCanBeFixedEvenToNothing() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir, 1)) {
            replicate.settings("predictSeconds", 0);

            JsonObject created = replicate.createFlux();

            assertThat(created.getString("status")).isEqualTo("starting");
            assertThat(replicate.prediction(created.getString("id")).getString("status"))
                    .isEqualTo("succeeded");
        }
    }

    @Test
    void aRestartKeepsFinishedPredictionsTheirOutputsAndTheCounts() throws Exception {
        JsonObject finished;
        byte[] picture;
        try (RunningSimulator replicate = new RunningSimulator(dir, 10)) {
            replicate.settings("predictSeconds", 0, "webhooks", false);
            JsonObject created =
                    replicate.create(FLUX, input("prompt", "x").put("webhook", "http://127.0.0.1:9/?job=a"));
            finished = replicate.reach(created, "succeeded");
            picture = replicate
                    .download(finished.getJsonArray("output").getString(0))
                    .body();
        }

        try (RunningSimulator replicate = new RunningSimulator(dir, 10)) {
            JsonObject again = replicate.prediction(finished.getString("id"));

            assertThat(again).isEqualTo(finished);
            String path = finished.getJsonArray("output").getString(0).replaceFirst("http://[^/]+", "");
            assertThat(replicate
                            .download("http://127.0.0.1:" + replicate.port() + path)
                            .body())
                    .isEqualTo(picture);
            assertThat(replicate.json("/_sim/predictions?job=a").getInteger("count"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aResetIsForGood() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            replicate.settings("predictSeconds", 200);
            replicate.createFlux();
            replicate.send(replicate.request("/_sim/reset").POST(BodyPublishers.noBody()));
            // By then the first would have ended too.
            replicate.reach(replicate.createFlux(), "succeeded");
        }

        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            assertThat(replicate.json("/_sim/predictions").getInteger("total")).isEqualTo(1);
        }
    }

    @Test
    void aRestartInterruptsWhatWasRunning() throws Exception {
        JsonObject running;
        try (RunningSimulator replicate = new RunningSimulator(dir, 1)) {
            running = replicate.createFlux();
        }
        Files.writeString(dir.resolve("predictions.jsonl"), "{\"id\":\"cut o", StandardOpenOption.APPEND);

        try (RunningSimulator replicate = new RunningSimulator(dir, 1)) {
            assertThat(replicate.prediction(running.getString("id")).getString("error"))
                    .isEqualTo("Prediction interrupted; please retry (code: PA)");
        }
    }

    @Test
    void aModelIsAFile() throws Exception {
        Files.createDirectories(dir.resolve("models"));
        Files.writeString(dir.resolve("models/tiny.json"), """
                {"owner": "acme", "name": "tiny", "official": true, "version": "%s", "predictSeconds": [1, 1],
                 "output": {"kind": "image", "array": false, "format": "=png", "width": "size", "height": "size"},
                 "input": {"type": "object", "properties": {"size": {"type": "integer", "default": 16}}}}
                """.formatted("ab".repeat(32)));

        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            JsonObject created = replicate.create("/v1/models/acme/tiny/predictions", input());

            assertThat(replicate.reach(created, "succeeded").getString("output"))
                    .endsWith("/out-0.png");
        }
    }

    @Test
    void anEndIsNeverBeforeTheStart() throws Exception {
        try (RunningSimulator replicate = new RunningSimulator(dir)) {
            JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");

            assertThat(Instant.parse(finished.getString("started_at")))
                    .isBetween(
                            Instant.parse(finished.getString("created_at")),
                            Instant.parse(finished.getString("completed_at")));
        }
    }

    private static JsonObject createWithDeadline(RunningSimulator replicate, String time) throws Exception {
        HttpResponse<String> answer = replicate.send(replicate
                .request(FLUX)
                .header("Cancel-After", time)
                .POST(BodyPublishers.ofString(input("prompt", "x").encode())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private static HttpResponse<String> cancel(RunningSimulator replicate, JsonObject prediction) throws Exception {
        return replicate.send(replicate
                .request("/v1/predictions/" + prediction.getString("id") + "/cancel")
                .POST(BodyPublishers.noBody()));
    }
}
