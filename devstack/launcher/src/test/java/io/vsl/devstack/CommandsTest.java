package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as typed, against a stack whose supervisor is this test and whose application is {@link FakeVsl}. */
class CommandsTest {

    @TempDir
    private Path folder;

    private FakeVsl vsl;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void stackIsUp() throws IOException {
        vsl = new FakeVsl();
        StackFolder stack = new StackFolder(folder);
        stack.recordSupervisor();
        stack.recordEnvironment(Map.of(
                "VSL_URL",
                vsl.url(),
                "VSL_API_KEY",
                FakeVsl.API_KEY,
                "VSL_USER_ID",
                "user123",
                "SIMULATOR_URL",
                "http://127.0.0.1:17600",
                "SIMULATOR_SPEED",
                "10"));
    }

    @AfterEach
    void close() {
        vsl.close();
    }

    @Test
    void submitSendsWhatWasTyped() {
        int code = run(
                "submit",
                "--model",
                "flux-schnell",
                "--prompt",
                "a fox",
                "--param",
                "num_outputs=3",
                "--param",
                "output_format=png",
                "--param",
                "go_fast=true");

        assertThat(code).isZero();
        assertThat(out).hasToString("job-0\n");
        JsonNode request = vsl.submitted().get(0);
        assertThat(request)
                .hasToString(
                        "{\"userId\":\"user123\",\"mediaType\":\"image\",\"modelId\":\"flux-schnell\","
                                + "\"prompt\":\"a fox\",\"parameters\":{\"num_outputs\":3,\"output_format\":\"png\",\"go_fast\":true}}");
    }

    @Test
    void submitShowsEveryFaultOfARefusedRequest() {
        int code = run("submit", "--model", "refused", "--type", "image");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("400", "The request has faults", "parameters.width: is too large");
    }

    @Test
    void submitOfAModelThatNobodyKnowsAsksForItsType() {
        assertThat(run("submit", "--model", "no-such-model")).isEqualTo(1);
        assertThat(err.toString()).contains("no-such-model", "--type");
    }

    @Test
    void submitThatWaitsShowsEachStatusOnceAndTheResult() {
        int code = run("submit", "--model", "flux-schnell", "--prompt", "a fox", "--wait");

        assertThat(code).isZero();
        assertThat(progress.toString().lines().filter(line -> line.endsWith("pending")))
                .hasSize(1);
        assertThat(out.toString())
                .startsWith("job-0  image  flux-schnell  completed\n")
                .contains(
                        "image/webp, " + FakeVsl.MEDIA.length + " bytes, $0.003",
                        vsl.url() + "/media/job-0/original.webp?signature=fake");
    }

    @Test
    void aLookAnsweredBy503IsRepeated() {
        assertThat(run("submit", "--model", "busy", "--type", "image", "--wait"))
                .isZero();
        assertThat(out.toString()).contains("completed");
    }

    @Test
    void aFailedJobShowsItsReasonAndFailsTheCommand() {
        int code = run("submit", "--model", "broken", "--type", "image", "--wait");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("failed", "CONTENT_FLAGGED", "Not allowed");
    }

    @Test
    void statusShowsAJobWithoutWaitingForIt() {
        run("submit", "--model", "flux-schnell");

        assertThat(run("status", "job-0")).isZero();
        assertThat(out.toString()).contains("job-0  image  flux-schnell  pending");
    }

    @Test
    void statusOfAnUnknownJobSaysSo() {
        assertThat(run("status", "unknown")).isEqualTo(1);
        assertThat(err.toString()).contains("404", "No such job");
    }

    @Test
    void demoMakesThreeJobsAndSavesTheirFiles() throws IOException {
        Path into = folder.resolve("files");

        int code = run("demo", "--once", "--into", into.toString());

        assertThat(code).isZero();
        assertThat(vsl.submitted())
                .extracting(job -> job.path("mediaType").asText())
                .containsExactly("image", "video", "audio");
        assertThat(vsl.submitted().get(1).at("/parameters/image").asText())
                .isEqualTo("http://127.0.0.1:17600/_sim/sample.png");
        try (Stream<Path> files = Files.list(into)) {
            assertThat(files).hasSize(3).allSatisfy(file -> assertThat(file).hasBinaryContent(FakeVsl.MEDIA));
        }
    }

    @Test
    void aFileThatIsNotWhatTheJobSaysIsAFault() {
        run("submit", "--model", "damaged", "--type", "image");
        VslClient client = new VslClient(vsl.url(), FakeVsl.API_KEY);

        assertThatThrownBy(() -> client.download(
                        vsl.url() + "/media/job-0/original.webp", folder.resolve("file"), FakeVsl.MEDIA.length, "00"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the job says");
    }

    @Test
    void envPrintsWhatAShellEvaluates() {
        assertThat(run("env")).isZero();
        assertThat(out.toString()).contains("export VSL_URL='" + vsl.url() + "'\n");
    }

    @Test
    void envFailsWhenNothingIsUp() throws IOException {
        new StackFolder(folder).forget();

        assertThat(run("env")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("./vsl up");
    }

    @Test
    void upWhenItIsUpSaysSo() {
        assertThat(run("up", "--detach")).isZero();
        assertThat(out.toString()).contains("VSL is up already.", vsl.url());
    }

    @Test
    void downWhenNothingIsUpSaysSo() throws IOException {
        new StackFolder(folder).forget();

        assertThat(run("down")).isZero();
        assertThat(out.toString()).contains("VSL isn't up.");
    }

    @Test
    void psShowsEveryServiceWithItsState() {
        assertThat(run("ps")).isZero();
        assertThat(out.toString().lines().skip(1))
                .hasSize(Service.USUAL.size())
                .allMatch(line -> line.endsWith("not running"));
    }

    @Test
    void logsShowTheEndOfEachLogUnderItsName() throws IOException {
        Files.createDirectories(folder.resolve("log"));
        Files.writeString(folder.resolve("log/kafka.log"), "one\ntwo\nthree\n");
        Files.writeString(folder.resolve("log/redis.log"), "alone\nunfinished");

        assertThat(run("logs", "-n", "2")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("kafka      │ two", "kafka      │ three", "redis      │ alone");
    }

    @Test
    void logsOfOneAreAsTheyAre() throws IOException {
        Files.createDirectories(folder.resolve("log"));
        Files.writeString(folder.resolve("log/kafka.log"), "one\n");

        assertThat(run("logs", "kafka")).isZero();
        assertThat(out).hasToString("one\n");
        assertThat(run("logs", "nobody")).isEqualTo(1);
    }

    @Test
    void helpListsTheCommands() {
        CommandLine commands = commands();

        assertThat(commands.getUsageMessage())
                .contains("demo", "up", "down", "ps", "logs", "env", "submit", "status", "devstack", "test")
                .doesNotContain("supervise");
    }

    @Test
    void aCommandThatDoesNotExistIsRefused() {
        assertThat(commands().execute("fly")).isEqualTo(2);
        assertThat(err.toString()).contains("fly");
    }

    private int run(String command, String... options) {
        return commands()
                .execute(Stream.concat(Stream.of(command, "--state", folder.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private CommandLine commands() {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(progress, true, StandardCharsets.UTF_8),
                false,
                false);
        return Main.commandLine(terminal).setErr(new PrintWriter(err, true));
    }
}
