package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as typed. The application is a shell that says what it was given, and ends as it is told. */
class ModelsCommandTest {

    private static final String SAY = """
            for argument; do echo "$argument"; done
            echo "at $REPLICATE_API_URL with $REPLICATE_API_TOKEN"
            """;

    private static final String CONFIG =
            Checkout.ofThisBuild().root().resolve("config/models.json").toString();

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private Map<String, String> user = Map.of("REPLICATE_API_TOKEN", "r8_mine", "REPLICATE_API_URL", "https://own/v1");

    @Test
    void addHandsOverWhatWasTyped() {
        int code = run(
                SAY, "add", "o/n", "--as", "mine", "--media=audio", "--price", "0.01", "--per", "second", "--of", "x");

        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "models",
                        "add",
                        "o/n",
                        "--file=" + CONFIG,
                        "--as=mine",
                        "--media=audio",
                        "--price=0.01",
                        "--per=second",
                        "--of=x",
                        "at https://own/v1 with r8_mine");
    }

    @Test
    void theRestOfTheOptionsIsHandedOverToo() {
        run(
                SAY,
                "add",
                "o/n",
                "--outputs",
                "count",
                "--time",
                "20s",
                "--replace",
                "--file",
                folder + "/../models.json");

        assertThat(out.toString().lines().skip(3))
                .containsExactly(
                        "--file=" + folder.resolveSibling("models.json"),
                        "--outputs=count",
                        "--time=20s",
                        "--replace",
                        "at https://own/v1 with r8_mine");
    }

    @Test
    void checkIsOfAllModelsOrOfSome() {
        run(SAY, "check");
        run(SAY, "check", "sdxl", "musicgen");

        assertThat(out.toString().lines().filter(line -> !line.startsWith("at ")))
                .containsExactly(
                        "models",
                        "check",
                        "--file=" + CONFIG,
                        "models",
                        "check",
                        "--file=" + CONFIG,
                        "sdxl",
                        "musicgen");
    }

    @Test
    void theCodeOfACheckThatFoundDifferencesIsHandedOn() {
        assertThat(run("echo differs; exit 1", "check")).isEqualTo(1);
        assertThat(out).hasToString("differs\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whyItIsRefusedStandsOnStandardError() {
        assertThat(run("echo 'No such model' >&2; exit 1", "add", "o/n")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualTo("No such model\n");
    }

    @Test
    void whoeverHasNoTokenAsksTheSimulatorOfTheStackThatIsUp() throws IOException {
        StackFolder stack = new StackFolder(folder);
        stack.recordSupervisor();
        stack.recordEnvironment(
                Map.of("REPLICATE_API_TOKEN", "r8_simulated", "REPLICATE_API_URL", "http://127.0.0.1:17600/v1"));

        run(SAY, "check");
        user = Map.of("REPLICATE_API_URL", "https://own/v1");
        run(SAY, "check");

        assertThat(out.toString().lines().filter(line -> line.startsWith("at ")))
                .containsExactly("at https://own/v1 with r8_mine", "at http://127.0.0.1:17600/v1 with r8_simulated");
    }

    @Test
    void theFileIsTheOneThatTheApplicationReads() {
        user = Map.of("MODELS_CONFIG", "/etc/vsl/models.json");
        run(SAY, "check");
        assertThat(out.toString()).contains("--file=/etc/vsl/models.json\n");

        user = Map.of("MODELS_CONFIG", "{\"image\": {}}");
        assertThat(run(SAY, "check")).isEqualTo(1);
        assertThat(err.toString()).contains("$MODELS_CONFIG is the models themselves and no path: say --file");
    }

    @Test
    void withoutAVerbItSaysWhichThereAre() {
        assertThat(run(SAY)).isEqualTo(2);
        assertThat(err.toString()).contains("Say add or check");
        assertThat(Main.commandLine(terminal()).getUsageMessage()).contains("  models ");
    }

    private int run(String application, String... typed) {
        ModelsCommand command = new ModelsCommand(terminal(), List.of("/bin/sh", "-c", application, "vsl.jar"), user);
        CommandLine line = new CommandLine(command)
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(Main.refusals(terminal()));
        String[] arguments = new String[typed.length + 2];
        arguments[0] = "--state";
        arguments[1] = folder.toString();
        System.arraycopy(typed, 0, arguments, 2, typed.length);
        return line.execute(arguments);
    }

    private Terminal terminal() {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, false, false);
    }
}
