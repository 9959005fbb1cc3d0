package io.vsl.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.CountingServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real process, where nobody answers. */
@Timeout(120)
class StartWithoutServersTest {

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    /** Whoever watches over it starts it again; a process that stays, and does nothing, would be taken for one that runs. */
    @Test
    void aStartThatFailsEndsTheProcess() throws Exception {
        start("127.0.0.1:1", Map.of("VSL_STAGES", "store", "VSL_PORT", "0"));

        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log()).content().contains("Application run failed", "require-bucket");
    }

    @Test
    void aTrainingStartsItsStagesConnectsToNobodyAndEndsByItself() throws Exception {
        try (CountingServer server = new CountingServer()) {
            start(server.at(), Map.of(), "-Dspring.profiles.active=training");

            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(log()).content().contains("Routes startup").doesNotContain("\"level\":\"ERROR\"");
            assertThat(server.connections()).isZero();
        }
    }

    private void start(String servers, Map<String, String> settings, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.vsl.Vsl"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().putAll(CountingServer.environment(servers));
        builder.environment()
                .putAll(Map.of(
                        "REPLICATE_API_URL",
                        "http://" + servers + "/v1",
                        "AWS_ACCESS_KEY_ID",
                        "none",
                        "AWS_SECRET_ACCESS_KEY",
                        "none"));
        builder.environment().putAll(settings);
        process = builder.start();
    }

    private Path log() {
        return folder.resolve("log");
    }
}
