package io.vsl.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The file that says which processes belong to a stack's folder, so that the next start can end those that a killed
 * supervisor left behind. A process is ours when its id, its start and its command line all are.
 */
record Leftovers(Path dir) {

    private static final Duration ENDS_BY_ITSELF = Duration.ofSeconds(10);

    /** Writes down the processes that run now, by the names of their folders. */
    void record(Map<String, List<ProcessHandle>> processes) throws IOException {
        List<String> lines = new ArrayList<>();
        processes.forEach((name, handles) -> handles.forEach(handle ->
                started(handle).ifPresent(start -> lines.add(name + " " + handle.pid() + " " + start.toEpochMilli()))));
        Files.write(file(), lines);
    }

    /** The recorded processes that still run, by service name. */
    List<Entry> running() throws IOException {
        if (Files.notExists(file())) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file())) {
            return lines.map(Leftovers::parse).filter(this::isOurs).toList();
        }
    }

    /** Ends what is left, after a moment to do so by itself: it has noticed by now that its parent is gone. */
    void end() throws IOException {
        awaitEnd(handles());
        List<ProcessHandle> stubborn = handles();
        stubborn.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(stubborn);
        Files.deleteIfExists(file());
    }

    /**
     * One process.
     *
     * @param service whose it is
     * @param start   when it started, in milliseconds since 1970
     */
    record Entry(String service, long pid, long start) {}

    private List<ProcessHandle> handles() throws IOException {
        return running().stream()
                .flatMap(entry -> ProcessHandle.of(entry.pid()).stream())
                .toList();
    }

    private static void awaitEnd(List<ProcessHandle> handles) {
        CompletableFuture.allOf(handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, ENDS_BY_ITSELF.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static Entry parse(String line) {
        String[] words = line.split(" ");
        return new Entry(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    private boolean isOurs(Entry entry) {
        return ProcessHandle.of(entry.pid())
                .filter(handle -> started(handle)
                        .filter(start -> start.toEpochMilli() == entry.start())
                        .isPresent())
                .flatMap(handle -> handle.info().commandLine())
                .filter(line -> line.contains(dir + "/" + entry.service()))
                .isPresent();
    }

    private static Optional<Instant> started(ProcessHandle handle) {
        return handle.info().startInstant();
    }

    private Path file() {
        return dir.resolve("processes");
    }
}
