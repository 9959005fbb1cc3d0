package io.vsl.devstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One running process of the stack, and the processes it started in turn. */
final class Child {

    private static final Duration STOP_GRACE = Duration.ofSeconds(40);
    private static final Duration KILL_TAKES_AT_MOST = Duration.ofSeconds(5);
    private static final int LOOK_EVERY_MS = 25;
    private static final int LOG_LINES_SHOWN = 12;
    private static final int LOG_WIDTH_SHOWN = 400;

    private final Service service;
    private final Path log;
    /** Kept for its standard input too, the pipe whose end tells the process that we are gone. */
    private final Process process;

    private Child(Service service, Path log, Process process) {
        this.service = service;
        this.log = log;
        this.process = process;
    }

    static Child start(Service service, ChildCommand command, Path log) throws IOException {
        Files.createDirectories(command.temporary(service));
        Files.deleteIfExists(command.ready(service));
        ProcessBuilder builder = new ProcessBuilder(command.line(service))
                .directory(command.checkout().root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(command.environment(service));
        return new Child(service, log, builder.start());
    }

    /** @throws UserError with the end of its log, when it ends or doesn't get ready in time */
    void awaitReady(BooleanSupplier ready, Duration limit) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new UserError(
                        service.title() + " ended with " + process.exitValue() + " while starting.\n" + endOfLog());
            }
            if (System.nanoTime() > deadline) {
                throw new UserError(
                        service.title() + " wasn't ready within " + limit.toSeconds() + " s.\n" + endOfLog());
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The process and those it started, itself first. */
    List<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Asks it to end, and ends it when it takes too long. */
    void stop() throws InterruptedException, IOException {
        // A stopped process takes SIGTERM only when it goes on.
        signal("CONT");
        process.destroy();
        if (!process.waitFor(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Ends it at once, without a chance to write anything; returns when nothing of it is left. */
    void kill() throws InterruptedException {
        List<ProcessHandle> tree = tree();
        tree.forEach(ProcessHandle::destroyForcibly);
        // Not onExit(): for processes that aren't our own children it looks only every two seconds or so.
        long deadline = System.nanoTime() + KILL_TAKES_AT_MOST.toNanos();
        while (tree.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    /** @param name a signal's name, such as {@code STOP}; sent to the whole tree */
    void signal(String name) throws IOException, InterruptedException {
        List<String> pids =
                tree().stream().map(handle -> String.valueOf(handle.pid())).toList();
        // Java sends SIGTERM and SIGKILL only. A process of the tree may have ended by now: no matter.
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + String.join(" ", pids))
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start()
                .waitFor();
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.stream()
                .skip(Math.max(0, lines.size() - LOG_LINES_SHOWN))
                .map(line -> line.length() > LOG_WIDTH_SHOWN ? line.substring(0, LOG_WIDTH_SHOWN) + "…" : line)
                .collect(Collectors.joining("\n", "", "\nAll of it: " + log));
    }
}
