package io.vsl.devstack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Runs src/test/js/official-client.js where there is a Node to run it. */
class OfficialClientTest {

    private static final Path SOURCES = Path.of("src/test/js");

    @Test
    @EnabledIf("nodeIsThere")
    void replicatesOwnJavaScriptClientWorksUnchanged(@TempDir Path dir) throws Exception {
        Path client = Files.createDirectories(Path.of("target/official-client"));
        for (String file : new String[] {"package.json", "official-client.js"}) {
            Files.write(client.resolve(file), Files.readAllBytes(SOURCES.resolve(file)));
        }
        run(client, Map.of(), "npm", "install", "--no-package-lock", "--no-audit", "--no-fund");

        try (RunningSimulator replicate = new RunningSimulator(dir, 20)) {
            String output = run(
                    client,
                    Map.of(
                            "SIMULATOR_URL",
                            "http://127.0.0.1:" + replicate.port(),
                            "REPLICATE_API_TOKEN",
                            RunningSimulator.TOKEN),
                    "node",
                    "official-client.js");

            assertThat(output).contains("ok webhooks are validated by validateWebhook");
        }
    }

    static boolean nodeIsThere() {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0
                    && new ProcessBuilder("npm", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(Path dir, Map<String, String> environment, String... command) throws Exception {
        Path output = dir.resolve(command[0] + ".log").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(Files.readString(output))
                .isTrue();
        return Files.readString(output);
    }
}
