package io.vsl.devstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a start cache beside a stack that is up: at the lowest priority, and only for as long as the stack is there. Nobody
 * waits for it. What goes wrong is in the file {@code log} of its folder, and the next stack tries again.
 */
final class Training {

    /** Of its folder. */
    static final String NAME = "training";

    /** A stack that lives shortly, and its first requests, are left alone. */
    private static final Duration AFTER = Duration.ofSeconds(20);

    /** Of one step; at the lowest priority it has only what others leave. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final StartCache cache;
    private final Path directory;
    private final Recording recording;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Process process;

    /**
     * @param directory of its processes
     * @param recording is called when one has started, so that it can be ended even if this process can't do so
     */
    Training(StartCache cache, Path directory, Recording recording) {
        this.cache = cache;
        this.directory = directory;
        this.recording = recording;
    }

    void begin() {
        Thread thread = new Thread(
                () -> {
                    try {
                        if (!stopped.await(AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                            make();
                        }
                    } catch (IOException | InterruptedException e) {
                        System.err.println("The start cache can't be made: " + e);
                    }
                },
                NAME);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when it is made, or can't be. */
    void make() throws IOException, InterruptedException {
        Files.createDirectories(cache.folder().resolve("tmp"));
        cache.clear();
        for (List<String> step : cache.steps()) {
            if (!run(step)) {
                return;
            }
        }
        cache.take();
    }

    /** For good. What isn't made by now won't be. */
    void stop() {
        stopped.countDown();
        process().forEach(ProcessHandle::destroyForcibly);
    }

    /** That runs, if one does. */
    synchronized List<ProcessHandle> process() {
        return process == null || !process.isAlive() ? List.of() : List.of(process.toHandle());
    }

    /** Whether it ended well. */
    private boolean run(List<String> step) throws IOException, InterruptedException {
        Process started = start(step);
        if (started == null) {
            return false;
        }
        recording.record();
        if (!started.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            started.destroyForcibly();
            return false;
        }
        return started.exitValue() == 0;
    }

    private synchronized @Nullable Process start(List<String> step) throws IOException {
        if (stopped.getCount() == 0) {
            return null;
        }
        List<String> command = new ArrayList<>(Background.onPath("nice") ? List.of("nice", "-n", "19") : List.of());
        command.addAll(step);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        cache.folder().resolve("log").toFile()));
        isolate(builder.environment());
        process = builder.start();
        return process;
    }

    /** The profile says what is reached: nothing. Variables named like its properties would win, and are removed. */
    static void isolate(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("VSL_"));
        environment.put("AWS_ACCESS_KEY_ID", "none");
        environment.put("AWS_SECRET_ACCESS_KEY", "none");
    }

    /** Writes down which processes run. */
    @FunctionalInterface
    interface Recording {
        void record() throws IOException;
    }
}
