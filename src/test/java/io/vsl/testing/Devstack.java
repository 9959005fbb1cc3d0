package io.vsl.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The five servers and the simulator, on free ports, started once for all tests of this JVM. They end with it: they
 * watch the pipe from here. What is missing fails, it never skips.
 *
 * <p>With {@code -Dvsl.kafka=container} the broker is a container instead, where a Docker engine is present.
 */
public final class Devstack {

    private static final Path LAUNCHER = Path.of("devstack/launcher/target/launcher.jar");

    private static final String SPEED = "50";

    private static @Nullable Devstack shared;

    private final Process process;
    private final BufferedReader answers;
    private final @Nullable KafkaInContainer container;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Devstack() throws IOException {
        if (!Files.exists(LAUNCHER)) {
            throw new IllegalStateException("devstack is not built: run ./vsl test, or mvn -f devstack package");
        }
        container = "container".equals(System.getProperty("vsl.kafka")) ? KafkaInContainer.start() : null;
        Path folder = Files.createDirectories(Path.of("target/devstack")).toAbsolutePath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        long test = ProcessHandle.current().pid();
        Path log = folder.resolve("devstack-" + test + ".log");
        String servers = "postgres,redis,dynamodb,s3,simulator" + (container == null ? ",kafka" : "");
        process = new ProcessBuilder(List.of(
                        java,
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        LAUNCHER + ":devstack/launcher/target/lib/*",
                        "io.vsl.devstack.Main",
                        "devstack",
                        "run",
                        "--dir",
                        folder.resolve("run-" + test).toString(),
                        "--free-ports",
                        "--speed",
                        SPEED,
                        "--only",
                        servers))
                .redirectError(log.toFile())
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        for (String line = answers.readLine(); !"READY".equals(line); line = answers.readLine()) {
            if (line == null) {
                throw new IllegalStateException("devstack did not start, see " + log);
            }
            String[] pair = line.split("=", 2);
            environment.put(pair[0], pair[1]);
        }
        if (container != null) {
            environment.put("KAFKA_BROKERS", container.brokers());
        }
    }

    public static synchronized Devstack shared() {
        if (shared == null) {
            try {
                shared = new Devstack();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /** The variables of the contract's section 4, as the application takes them. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    public String get(String variable) {
        return Objects.requireNonNull(environment.get(variable), variable);
    }

    /** Stops a server orderly; its data stays. Names: kafka, postgres, redis, dynamodb, s3, simulator. */
    public void stop(String server) {
        command("stop", server);
    }

    /** Starts it again, on the same port and data, and returns when it is ready and each {@link Application} uses it. */
    public void start(String server) {
        command("start", server);
        Application.awaitAll(server);
    }

    /** SIGKILL. */
    public void kill(String server) {
        command("kill", server);
    }

    /** SIGSTOP. */
    public void pause(String server) {
        command("pause", server);
    }

    /** SIGCONT; returns when each {@link Application} uses it. */
    public void resume(String server) {
        command("resume", server);
        Application.awaitAll(server);
    }

    private synchronized void command(String verb, String server) {
        if (container != null && server.equals("kafka")) {
            container.command(verb);
            return;
        }
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(verb + " " + server + "\n")
                    .flush();
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith("OK")) {
                throw new IllegalStateException(verb + " " + server + ": " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
