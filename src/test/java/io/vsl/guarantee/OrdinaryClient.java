package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vsl.testing.Devstack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A client of Kafka as people have it, with a script around it that runs in a process. */
enum OrdinaryClient {
    KAFKAJS("kafkajs.mjs", "kafkajs is absent: with Node and npm, npm ci --prefix src/test/clients", "node"),
    CONFLUENT(
            "confluent.py",
            "confluent-kafka for Python is absent: Debian has it as python3-confluent-kafka",
            "python3",
            "/usr/bin/python3"),
    KCAT("kcat.sh", "kcat is absent: Debian has it as kcat", "sh");

    private static final long PATIENCE_SECONDS = 60;

    private final String script;
    private final String absence;
    private final List<String> interpreters;

    OrdinaryClient(String script, String absence, String... interpreters) {
        this.script = script;
        this.absence = absence;
        this.interpreters = List.of(interpreters);
    }

    /** A process that has ended. */
    private record Ended(int exit, String output, String errors) {}

    /** Skips the test where the client is not installed; fails it with {@code -Dvsl.clients=required}. */
    void require() {
        if (interpreter().isEmpty()) {
            if ("required".equals(System.getProperty("vsl.clients"))) {
                fail(absence);
            }
            Assumptions.abort(absence);
        }
    }

    private Optional<String> interpreter() {
        return interpreters.stream()
                .filter(interpreter -> {
                    try {
                        return run(interpreter, "", List.of("version")).exit() == 0;
                    } catch (IOException e) {
                        return false;
                    }
                })
                .findFirst();
    }

    /**
     * Writes a record.
     *
     * @param headers {@code name=value}
     */
    void produce(String topic, String key, String value, List<String> headers) {
        perform(
                value,
                Stream.concat(Stream.of("produce", brokers(), topic, key), headers.stream())
                        .toList());
    }

    /** All records that the topics have now, as lines of JSON. */
    List<String> consume(List<String> topics) {
        return perform(
                        "",
                        Stream.concat(Stream.of("consume", brokers()), topics.stream())
                                .toList())
                .lines()
                .toList();
    }

    private static String brokers() {
        return Devstack.shared().get("KAFKA_BROKERS");
    }

    private String perform(String input, List<String> arguments) {
        try {
            Ended ended = run(interpreter().orElseThrow(), input, arguments);
            assertThat(ended.exit())
                    .as(this + " " + arguments + ": " + ended.errors())
                    .isZero();
            return ended.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ended run(String interpreter, String input, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(interpreter, "src/test/clients/" + script));
        command.addAll(arguments);
        Path folder = Files.createDirectories(Path.of("target/processes"));
        Path output = Files.createTempFile(folder, script, ".out");
        Path errors = Files.createTempFile(folder, script, ".err");
        Path given = Files.writeString(Files.createTempFile(folder, script, ".in"), input);
        Process process = new ProcessBuilder(command)
                .redirectInput(given.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
}
