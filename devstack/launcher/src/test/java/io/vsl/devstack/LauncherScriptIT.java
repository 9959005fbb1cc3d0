package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code vsl} as it is in a fresh clone: nothing is built. What builds it here is a Maven that says much on
 * both outputs, in colours, and brings the launcher of this build. The stack that is up is this test.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LauncherScriptIT {

    private static final String ODD = "it's $HOME `date` \"x\"  \\ {\"a\": 1} # é";

    @TempDir
    private Path clone;

    @TempDir
    private Path bin;

    private String err = "";

    @BeforeEach
    void freshClone() throws IOException {
        Path root = Checkout.ofThisBuild().root();
        Files.copy(root.resolve("vsl"), clone.resolve("vsl"));
        Files.createDirectories(clone.resolve("devstack/launcher"));
        Files.createFile(clone.resolve("devstack/pom.xml"));
        script("mvn", """
                #!/bin/sh
                printf '\\033[1mBUILDING\\033[0m %%s\\n' "$*"
                printf '\\033[33mWARNING\\033[0m\\n' >&2
                [ -z "$BROKEN" ] || exit 1
                mkdir -p '%1$s/devstack/launcher/target'
                cp '%2$s/launcher.jar' '%1$s/devstack/launcher/target/'
                cp -R '%2$s/lib' '%1$s/devstack/launcher/target/'
                printf '\\033[0m'
                """.formatted(clone, root.resolve("devstack/launcher/target")));
        StackFolder stack = new StackFolder(Files.createDirectories(clone.resolve(".vsl")));
        stack.recordSupervisor();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("VSL_URL", "http://127.0.0.1:9");
        environment.put("ODD", ODD);
        stack.recordEnvironment(environment);
    }

    @Test
    void envPrintsExportsAlone() throws Exception {
        String printed = run("sh", "./vsl env");

        assertThat(printed.lines()).hasSize(2).allMatch(line -> line.matches("export [A-Z_]+='.*'"));
        assertThat(err).isEqualTo("Building devstack\n");
        assertThat(run("sh", "./vsl env")).isEqualTo(printed);
        assertThat(err).isEmpty();
    }

    @Test
    void aBuildThatFailsSaysWhyOnStandardErrorWithoutColours() throws Exception {
        assertThat(run("sh", "BROKEN=yes ./vsl env && echo fine || true")).isEmpty();
        assertThat(err)
                .isEqualTo("Building devstack\n" + "BUILDING -q -B -Dstyle.color=never -f " + clone
                        + "/devstack package -DskipTests\nWARNING\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void aShellEvaluatesWhatEnvPrints(String shell) throws Exception {
        assertThat(run(shell, "./vsl env | " + shell + " -n")).isEmpty();
        Files.delete(clone.resolve("devstack/launcher/target/launcher.jar"));

        assertThat(run(shell, "eval \"$(./vsl env)\"; printf '%s %s' \"$VSL_URL\" \"$ODD\""))
                .isEqualTo("http://127.0.0.1:9 " + ODD);
        assertThat(err).doesNotContain("not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ps",
                "status x",
                "submit --model flux-schnell --type image",
                "stages",
                "dead-letters",
                "operations",
                "verify",
                "logs"
            })
    void noCommandPrintsWhatIsSaidWhileBuilding(String command) throws Exception {
        assertThat(run("sh", "./vsl " + command + " || true")).doesNotContain("BUILDING", "WARNING", "\u001b");
    }

    @Test
    void whatTheJvmWarnsOfIsNotPrinted() throws Exception {
        String printed = run("sh", "JAVA_TOOL_OPTIONS=-XX:+UseLargePages ./vsl env");

        assertThat(printed.lines()).allMatch(line -> line.startsWith("export "));
    }

    /** What a shell's command prints; what it says on standard error is in {@link #err} then. */
    private String run(String shell, String command) throws IOException, InterruptedException {
        Path said = bin.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", command)
                .directory(clone.toFile())
                .redirectError(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("VSL_"));
        builder.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(printed + Files.readString(said)).isZero();
        err = Files.readString(said);
        return printed;
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
