package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose schemas and outputs aren't those of one file or a list of them. */
class AnyModelTest {

    private static final String RIFFUSION = "8cf61ea6c56afd61d8f5b9ffd14d7c216c0a93844ce2d82ac1c9ecc9c7f24e05";
    private static final String BLIP = "2e1dddc8621f72155f24cf2e0adbde548458d3cab9f00c0139eea840d0ac4746";
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
    void anOutputThatIsAnObjectHasAFileInEachMember() throws Exception {
        JsonObject output = replicate
                .reach(replicate.createVersion(RIFFUSION, input("prompt_a", "slow piano")), "succeeded")
                .getJsonObject("output");

        assertThat(output.fieldNames()).containsExactly("audio", "spectrogram");
        assertThat(type(output.getString("audio"))).isEqualTo("audio/mpeg");
        assertThat(type(output.getString("spectrogram"))).isEqualTo("image/jpeg");
    }

    @Test
    void anOutputThatIsATextHasNoFiles() throws Exception {
        JsonObject created = replicate.createVersion(BLIP, input("image", sample()));

        assertThat(replicate.reach(created, "succeeded").getString("output")).startsWith("Caption: ");
    }

    @Test
    void aListOfImagesIsTakenAndEachEntryLookedAt() throws Exception {
        JsonArray images = JsonArray.of(sample(), sample() + "?other");

        JsonObject created = replicate.create(NANO_BANANA, input("prompt", "both", "image_input", images));

        assertThat(replicate.reach(created, "succeeded").getString("output")).endsWith(".jpg");
        assertThat(created.getJsonObject("input").getJsonArray("image_input")).isEqualTo(images);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'https://example.com/a.png'", "['nowhere']", "[7]", "[null]"})
    void whatIsNoListOfImagesIs422(String images) throws Exception {
        Object value = new JsonObject("{'x':%s}".formatted(images).replace('\'', '"')).getValue("x");

        assertThat(replicate
                        .post(NANO_BANANA, input("prompt", "x", "image_input", value))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void aChoiceIsASchemaOfItsOwnThatTheInputRefersTo() throws Exception {
        JsonObject schemas = schemas("black-forest-labs/flux-schnell");

        assertThat(property(schemas, "aspect_ratio"))
                .isEqualTo(new JsonObject()
                        .put("allOf", JsonArray.of(new JsonObject().put("$ref", "#/components/schemas/aspect_ratio")))
                        .put("default", "1:1")
                        .put("x-order", 1));
        assertThat(schemas.getJsonObject("aspect_ratio").getString("description"))
                .isEqualTo("An enumeration.");
        assertThat(schemas.getJsonObject("aspect_ratio").getJsonArray("enum")).contains("21:9");
        assertThat(property(schemas, "num_outputs").getString("title")).isEqualTo("Num Outputs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "riffusion/riffusion|{'title':'Output','type':'object','required':['audio','spectrogram'],'properties':{"
                        + "'audio':{'type':'string','format':'uri','title':'Audio'},"
                        + "'spectrogram':{'type':'string','format':'uri','title':'Spectrogram'}}}",
                "salesforce/blip|{'title':'Output','type':'string'}",
                "google/nano-banana|{'title':'Output','type':'string','format':'uri'}",
                "stability-ai/sdxl|{'title':'Output','type':'array','items':{'type':'string','format':'uri'}}",
            })
    void theOutputIsDescribed(String model, String output) throws Exception {
        assertThat(schemas(model).getJsonObject("Output")).isEqualTo(new JsonObject(output.replace('\'', '"')));
    }

    @Test
    void eachModelHasAnExampleThatTellsItsKindAndTime() throws Exception {
        JsonObject example = replicate.json("/v1/models/riffusion/riffusion").getJsonObject("default_example");

        assertThat(example.getJsonObject("output").getString("audio"))
                .startsWith("https://replicate.delivery/")
                .endsWith(".mp3");
        assertThat(example.getJsonObject("metrics").getDouble("predict_time")).isEqualTo(8);
    }

    private JsonObject schemas(String model) throws Exception {
        return replicate
                .json("/v1/models/" + model)
                .getJsonObject("latest_version")
                .getJsonObject("openapi_schema")
                .getJsonObject("components")
                .getJsonObject("schemas");
    }

    private static JsonObject property(JsonObject schemas, String name) {
        return schemas.getJsonObject("Input").getJsonObject("properties").getJsonObject(name);
    }

    private String sample() {
        return "http://127.0.0.1:" + replicate.port() + "/_sim/sample.png";
    }

    private String type(String url) throws Exception {
        return replicate.download(url).headers().firstValue("content-type").orElseThrow();
    }
}
