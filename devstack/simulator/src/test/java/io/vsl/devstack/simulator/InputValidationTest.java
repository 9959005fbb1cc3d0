package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.FLUX;
import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputValidationTest {

    @TempDir
    private static Path dir;

    private static RunningSimulator replicate;

    @BeforeAll
    static void start() {
        replicate = new RunningSimulator(dir);
    }

    @AfterAll
    static void stop() {
        replicate.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                           | required     | input",
                "{\"prompt\": 5}                              | invalid_type | input.prompt",
                "{\"prompt\": \"x\", \"num_outputs\": 5}      | number_lte   | input.num_outputs",
                "{\"prompt\": \"x\", \"num_outputs\": 0}      | number_gte   | input.num_outputs",
                "{\"prompt\": \"x\", \"num_outputs\": 1.5}    | invalid_type | input.num_outputs",
                "{\"prompt\": \"x\", \"go_fast\": \"yes\"}    | invalid_type | input.go_fast",
                "{\"prompt\": \"x\", \"aspect_ratio\": \"1\"} | enum         | input.aspect_ratio",
                "{\"prompt\": \"x\", \"seed\": null}          | invalid_type | input.seed"
            })
    void namesTheFieldThatIsAtFault(String input, String type, String field) throws Exception {
        HttpResponse<String> answer = replicate.post(FLUX, new JsonObject().put("input", new JsonObject(input)));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getString("title")).isEqualTo("Input validation failed");
        JsonObject fault = problem.getJsonArray("invalid_fields").getJsonObject(0);
        assertThat(fault.getString("type")).isEqualTo(type);
        assertThat(fault.getString("field")).isEqualTo(field);
        assertThat(fault.getString("description")).isNotEmpty();
    }

    @Test
    void namesAllFaultsAtOnce() throws Exception {
        JsonObject body = input("num_outputs", 9, "seed", "x")
                .put("surplus", 1)
                .put("webhook", "htp:nowhere")
                .put("webhook_events_filter", JsonArray.of("finished"));

        assertThat(new JsonObject(replicate.post(FLUX, body).body()).getJsonArray("invalid_fields"))
                .hasSize(6);
    }

    @Test
    void refusesOtherTopLevelKeys() throws Exception {
        HttpResponse<String> answer = replicate.post(FLUX, input("prompt", "x").put("metadata", "x"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Additional property metadata is not allowed");
    }

    @Test
    void dropsUnknownInputNamesSilently() throws Exception {
        JsonObject created = replicate.create(FLUX, input("prompt", "x", "width", 512));

        assertThat(created.getJsonObject("input").fieldNames()).containsExactly("prompt");
    }

    @Test
    void refusesABodyThatIsNoJsonWith400() throws Exception {
        for (String body : List.of("{", "[]", "")) {
            assertThat(replicate
                            .send(replicate.request(FLUX).POST(BodyPublishers.ofString(body)))
                            .statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({"https://example.com/a.png, 201", "'data:image/png;base64,AAAA', 201", "a.png, 422", "'x y', 422"})
    void aUriIsAbsolute(String uri, int status) throws Exception {
        assertThat(replicate
                        .post("/v1/predictions", input("input_image", uri).put("version", RunningSimulator.SVD))
                        .statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"1001, 422", "1000, 201"})
    void sdxlTakesMultiplesOfEight(int width, int status) throws Exception {
        assertThat(replicate
                        .post("/v1/predictions", input("width", width).put("version", RunningSimulator.SDXL))
                        .statusCode())
                .isEqualTo(status);
    }
}
