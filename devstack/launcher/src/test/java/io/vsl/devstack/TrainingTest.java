package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a script in place of the JVM, which is given the same options. */
@Timeout(30)
class TrainingTest {

    private static final String WRITES = """
            for option; do
                case $option in -XX:AOTCache=*) echo learned >"${option#*=}" ;; esac
            done
            """;

    @TempDir
    private Path folder;

    private final AtomicInteger recorded = new AtomicInteger();

    @Test
    void whatIsMadeIsThereForTheNextStart() throws Exception {
        StartCache cache = cache(WRITES);
        Path other = Files.writeString(folder.resolve("training/start-of-another-build"), "");

        training(cache).make();

        assertThat(cache.isMade()).isTrue();
        assertThat(other).doesNotExist();
        assertThat(recorded).as("each step").hasValue(2);
    }

    @Test
    void aStepThatFailsMakesNothing() throws Exception {
        StartCache cache = cache(WRITES + "exit 1");

        training(cache).make();

        assertThat(cache.isMade()).isFalse();
        assertThat(recorded).as("none after it").hasValue(1);
    }

    @Test
    void stoppingEndsTheProcessAtOnceAndLeavesNothingToUse() throws Exception {
        StartCache cache = cache("exec sleep 60");
        Training training = training(cache);
        CompletableFuture<Void> made = CompletableFuture.runAsync(() -> {
            try {
                training.make();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> !training.process().isEmpty());
        ProcessHandle process = training.process().getFirst();

        training.stop();

        await().until(() -> !process.isAlive());
        made.join();
        assertThat(cache.isMade()).isFalse();
        assertThat(recorded).hasValue(1);
    }

    @Test
    void afterAStopNothingIsStarted() throws Exception {
        StartCache cache = cache(WRITES);
        Training training = training(cache);
        training.stop();

        training.make();

        assertThat(cache.isMade()).isFalse();
        assertThat(recorded).hasValue(0);
    }

    @Test
    void whatIsSaidIsKeptInItsFolder() throws Exception {
        StartCache cache = cache("echo why >&2; exit 1");

        training(cache).make();

        assertThat(cache.folder().resolve("log")).hasContent("why");
    }

    @Test
    void noSettingOfTheShellHolds() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "VSL_STAGES", "store", "VSL_KAFKA_BROKERS", "kafka:9092", "AWS_ACCESS_KEY_ID", "mine", "HOME", "/"));

        Training.isolate(environment);

        assertThat(environment)
                .containsOnly(
                        Map.entry("HOME", "/"),
                        Map.entry("AWS_ACCESS_KEY_ID", "none"),
                        Map.entry("AWS_SECRET_ACCESS_KEY", "none"));
    }

    private StartCache cache(String script) throws IOException {
        Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        return new StartCache(
                Files.createDirectory(folder.resolve("training")),
                List.of(java.toString()),
                unpacked.resolve("vsl.jar"),
                25);
    }

    private Training training(StartCache cache) {
        return new Training(cache, folder, recorded::incrementAndGet);
    }
}
