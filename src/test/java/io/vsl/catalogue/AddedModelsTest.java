package io.vsl.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that nobody wrote an entry for: added by the command, then run from the request to the outcome. */
@NeedsServers
class AddedModelsTest {

    private static final Path SHIPPED = Path.of("config", "models.json");

    @TempDir
    private static Path folder;

    private static Path file;
    private static Application application;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        file = Files.copy(SHIPPED, folder.resolve("models.json"));
        assertThat(models("add", "riffusion/riffusion", "--price=0.0085", "--file=" + file))
                .isZero();
        assertThat(models("add", "salesforce/blip", "--price=0.0005", "--media=image", "--file=" + file))
                .isZero();
        assertThat(models("add", "google/nano-banana", "--price=0.039", "--file=" + file))
                .isZero();
        application = Application.start(Map.of("MODELS_CONFIG", file.toString()));
        client = new Client(application.url());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void theModelsThatShipAreAsReplicateSays() throws Exception {
        assertThat(models("check", "--file=" + SHIPPED)).isZero();
    }

    @Test
    void thoseThatWereAddedAreAsReplicateSays() throws Exception {
        assertThat(models("check", "--file=" + file)).isZero();
    }

    @Test
    void aModelThatGivesAnObjectOfFilesKeepsEachOfThem() {
        JsonNode job = completed("""
                {"mediaType":"audio","modelId":"riffusion","parameters":{"prompt_a":"slow piano","alpha":0.25}}""");

        assertThat(job.at("/result/outputs").findValuesAsText("contentType"))
                .containsExactly("audio/mpeg", "image/jpeg");
        assertThat(job.path("cost").decimalValue()).isEqualByComparingTo("0.0085");
    }

    @Test
    void aModelThatGivesATextKeepsIt() {
        JsonNode job = completed("""
                {"mediaType":"image","modelId":"blip","parameters":{"image":"%s"}}""".formatted(Simulator.picture()));

        assertThat(job.at("/result/contentType").asText()).startsWith("text/plain");
        assertThat(job.at("/result/fileSize").asInt()).isPositive();
    }

    @Test
    void aModelThatTakesAListOfImagesGetsThem() {
        JsonNode job = completed("""
                {"mediaType":"image","modelId":"nano-banana","parameters":{"prompt":"both at one table",
                 "image_input":["%1$s","%1$s"],"output_format":"png"}}""".formatted(Simulator.picture()));

        assertThat(job.at("/result/contentType").asText()).isEqualTo("image/png");
    }

    @Test
    void whatTheSchemaForbidsIsRefusedBeforeAnybodyIsAsked() {
        Client.Answer answer = client.submit("""
                {"userId":"user123","mediaType":"image","modelId":"nano-banana",
                 "parameters":{"image_input":"https://example.com/a.png","output_format":"webp"}}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("details").findValuesAsText("field"))
                .containsExactly("parameters.prompt", "parameters.image_input", "parameters.output_format");
    }

    private static JsonNode completed(String request) {
        JsonNode job = client.awaitOutcome(client.submitted(request));
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        return job;
    }

    private static int models(String... arguments) throws IOException, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = new ModelsCommand(out, out)
                .run(
                        List.of(arguments),
                        "--REPLICATE_API_URL=" + Devstack.shared().get("REPLICATE_API_URL"),
                        "--REPLICATE_API_TOKEN=" + Devstack.shared().get("REPLICATE_API_TOKEN"));
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
        return code;
    }
}
