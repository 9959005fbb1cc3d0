package io.vsl.guarantee;

import io.vsl.testing.VslProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A process that stops at a {@link Failpoint}, and is killed or held there. */
final class Victim implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final VslProcess process;
    private final Path reached;

    private Victim(VslProcess process, Path reached) {
        this.process = process;
        this.reached = reached;
    }

    static Victim start(String failpoint, Duration clockOffset, Map<String, String> settings) {
        try {
            Path folder = Files.createDirectories(Path.of("target/guarantee").toAbsolutePath());
            Path reached = folder.resolve("reached-" + System.nanoTime());
            Map<String, String> environment = new HashMap<>(settings);
            environment.put("FAILPOINT", failpoint);
            environment.put("CLOCK_OFFSET", clockOffset.toString());
            environment.put("FAILPOINT_REACHED", reached.toString());
            VslProcess process = VslProcess.launch(VslWithFailpoint.class.getName(), "256m", environment);
            process.awaitReady();
            return new Victim(process, reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return process.url();
    }

    /** Whether it stands at its failpoint. */
    boolean isThere() {
        return Files.exists(reached);
    }

    /** Waits until it does. */
    void awaitReached() {
        Awaitility.await("the failpoint")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(this::isThere);
    }

    /** SIGKILL at the failpoint. */
    void killThere() {
        awaitReached();
        process.kill();
    }

    /** SIGKILL, wherever it is. */
    void killNow() {
        process.kill();
    }

    /** SIGSTOP at the failpoint: from now on nothing of it runs, not even a heartbeat. */
    void pauseThere() {
        awaitReached();
        process.pause();
    }

    /** SIGCONT, and on from the failpoint. */
    void letGo() {
        try {
            Files.delete(reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.resume();
    }

    @Override
    public void close() {
        process.close();
    }
}
