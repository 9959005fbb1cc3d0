package io.vsl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The application as a process of its own, which can be killed. */
public final class VslProcess implements AutoCloseable {

    /** Of the logs. */
    static final Path FOLDER = Path.of("target/processes");

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final String url;
    private final Path log;
    private boolean told;

    private VslProcess(Process process, String url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Starts it with these environment variables over the devstack's; returns when it is ready. */
    public static VslProcess start(Map<String, String> overrides) {
        VslProcess started = launch(overrides);
        started.awaitReady();
        return started;
    }

    /** Starts it and returns at once. */
    public static VslProcess launch(Map<String, String> overrides) {
        return launch("io.vsl.Vsl", "256m", overrides);
    }

    /** Starts an application that a test has built of our parts. */
    public static VslProcess launch(String mainClass, String heap, Map<String, String> overrides) {
        return launch(mainClass, heap, overrides, ClassArchive.options());
    }

    static VslProcess launch(String mainClass, String heap, Map<String, String> overrides, List<String> options) {
        String port = Integer.toString(FreePort.find());
        List<String> command =
                new ArrayList<>(List.of(JAVA, "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.add(mainClass);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.putAll(Devstack.shared().environment());
        environment.put("VSL_PORT", port);
        environment.put("WEBHOOK_BASE_URL", "http://127.0.0.1:" + port);
        environment.putAll(overrides);
        try {
            Path log = Files.createDirectories(FOLDER).resolve("vsl-" + port + ".log");
            Path faults = log.resolveSibling("vsl-" + port + ".faults");
            SchemaGuard.follow(faults);
            environment.put(SchemaGuard.FILE, faults.toString());
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            VslProcess started = new VslProcess(builder.start(), "http://127.0.0.1:" + port, log);
            ApiGuard.follow(Integer.parseInt(port));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitReady() {
        Awaitility.await()
                .atMost(START)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> Http.send(Http.to(url + "/health/ready")).statusCode() == 200);
    }

    public String url() {
        return url;
    }

    /** What it has written so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it ends by itself; the exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process has not ended");
        }
        ApiGuard.leave(URI.create(url).getPort());
        return process.exitValue();
    }

    /** Whether it has ended though nobody told it to. */
    public boolean hasFailed() {
        return !told && !process.isAlive();
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        told = true;
        process.destroy();
        awaitEnd();
    }

    /** SIGSTOP. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGKILL. */
    public void kill() {
        told = true;
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the process has not ended");
            }
            ApiGuard.leave(URI.create(url).getPort());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
