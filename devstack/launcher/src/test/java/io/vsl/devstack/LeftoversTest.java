package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    @TempDir
    private Path folder;

    private Process process;

    @BeforeEach
    void startSomethingWithTheFolderInItsCommandLine() throws IOException {
        process = new ProcessBuilder("sh", "-c", "read line", folder + "/redis/data").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void aProcessOfTheFolderIsOurs() throws IOException {
        record(process.pid(), startOf(process), "redis");

        assertThat(new Leftovers(folder).running())
                .extracting(Leftovers.Entry::pid)
                .containsExactly(process.pid());
    }

    @Test
    void aProcessThatGotTheSameIdLaterIsNot() throws IOException {
        record(process.pid(), startOf(process) - 1_000, "redis");

        assertThat(new Leftovers(folder).running()).isEmpty();
    }

    @Test
    void aProcessWithAnotherCommandLineIsNot() throws IOException {
        record(process.pid(), startOf(process), "postgres");

        assertThat(new Leftovers(folder).running()).isEmpty();
    }

    @Test
    void aProcessThatHasEndedIsNot() throws Exception {
        record(process.pid(), startOf(process), "redis");
        process.destroyForcibly().waitFor();

        assertThat(new Leftovers(folder).running()).isEmpty();
    }

    private void record(long pid, long start, String service) throws IOException {
        Files.writeString(folder.resolve("processes"), service + " " + pid + " " + start + "\n");
    }

    private static long startOf(Process process) {
        return process.info().startInstant().orElseThrow().toEpochMilli();
    }
}
