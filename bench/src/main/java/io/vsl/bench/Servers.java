package io.vsl.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The servers of one run, on free ports, the same for all that is measured. They end with this process; their data, which
 * may be gigabytes, goes when they are closed.
 */
final class Servers implements AutoCloseable {

    private static final Path LAUNCHER = Path.of("devstack/launcher/target/launcher.jar");

    private final Path data;
    private final Process process;
    private final BufferedReader answers;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** @param folder where their data and logs are */
    Servers(Path folder) throws IOException {
        data = folder.resolve("servers");
        process = new ProcessBuilder(List.of(
                        Program.JAVA,
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        LAUNCHER + ":devstack/launcher/target/lib/*",
                        "io.vsl.devstack.Main",
                        "devstack",
                        "run",
                        "--dir",
                        data.toString(),
                        "--free-ports",
                        "--speed",
                        "50"))
                .redirectError(Files.createDirectories(folder.resolve("log"))
                        .resolve("servers.log")
                        .toFile())
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        for (String line = answers.readLine(); !"READY".equals(line); line = answers.readLine()) {
            if (line == null) {
                throw new IOException("The servers did not start, see " + folder.resolve("log"));
            }
            String[] pair = line.split("=", 2);
            environment.put(pair[0], pair[1]);
        }
    }

    /**
     * Has one of them do something, such as {@code stop redis}; returns when it has.
     *
     * @param order a line of {@code devstack run}
     */
    void obey(String order) throws IOException {
        BufferedWriter orders = process.outputWriter(StandardCharsets.UTF_8);
        orders.write(order + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith("OK ")) {
            throw new IllegalStateException("The servers don't obey %s: %s".formatted(order, answer));
        }
    }

    /** As the application takes it. */
    Map<String, String> environment() {
        return environment;
    }

    String get(String variable) {
        return Objects.requireNonNull(environment.get(variable), variable);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor();
            delete(data);
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
