package io.vsl.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the programs that are compared: a process of its own, started the same way as the other. */
final class Program implements AutoCloseable {

    static final String JAVA = tool("java");

    /** Of the JVMs that are compared. */
    static final List<String> OPTIONS = List.of("-Xmx1g", "-XX:+UseSerialGC");

    /** Ends the program with this process, whatever ends this one. */
    private static final Path LIFELINE = Path.of("devstack/child/target/child.jar");

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String name;
    private final Process process;
    private final int port;
    private Duration startedWithin = Duration.ZERO;
    private Duration processorTimeOfStart = Duration.ZERO;
    private Runnable beforeItEnds = () -> {};

    private Program(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /** Of the JDK that this process runs on. */
    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /**
     * A JVM.
     *
     * @param options of the JVM
     */
    static Program start(
            String name,
            List<String> options,
            String classPath,
            String mainClass,
            Map<String, String> environment,
            Path logs)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath + ":" + LIFELINE, "io.vsl.devstack.child.Lifeline", mainClass));
        return start(name, command, environment, logs);
    }

    /**
     * Starts it with its own {@code VSL_PORT} and returns when {@code GET /health/ready} answers 200.
     *
     * @param command of a program that ends when its standard input does
     * @param logs    a folder
     */
    static Program start(String name, List<String> command, Map<String, String> environment, Path logs)
            throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("VSL_PORT", Integer.toString(port));
        builder.environment().put("WEBHOOK_BASE_URL", "http://127.0.0.1:" + port);
        builder.redirectErrorStream(true)
                .redirectOutput(Files.createDirectories(logs)
                        .resolve(name + "-" + port + ".log")
                        .toFile());
        long begin = System.nanoTime();
        Program program = new Program(name, builder.start(), port);
        program.awaitReady();
        program.startedWithin = Duration.ofNanos(System.nanoTime() - begin);
        program.processorTimeOfStart = program.processorTime();
        return program;
    }

    /** From its start until it was ready. */
    Duration startedWithin() {
        return startedWithin;
    }

    /** What it had used when it was ready. */
    Duration processorTimeOfStart() {
        return processorTimeOfStart;
    }

    /** What it has used so far, in user mode and in the kernel. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What lives in the heap of a JVM, in MiB: all of it is collected first. */
    double heap() throws IOException {
        Process jcmd = new ProcessBuilder(tool("jcmd"), Long.toString(pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = jcmd.inputReader()) {
            String total = lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("jcmd does not tell what is in the heap of " + name));
            return Long.parseLong(total.split("\\s+")[2]) / (double) (1 << 20);
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void beforeItEnds(Runnable work) {
        beforeItEnds = work;
    }

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (isReady()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        close();
        throw new IllegalStateException(name + " did not get ready, see its log");
    }

    boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            beforeItEnds.run();
        }
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
