package io.vsl.devstack.simulator;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * Predictions on disk, one JSON object a line: one line when it is created, one when it has ended. Written by a thread
 * of its own; what was said in the last moments before a crash may be missing. A file that has grown long becomes the
 * older one of two, in the place of the one before.
 */
final class Journal implements AutoCloseable {

    private static final JsonObject THE_END = new JsonObject();
    private static final JsonObject FORGET = new JsonObject();
    private static final int LINES_AT_MOST = 4 * Predictions.AT_MOST;

    private final Path file;
    private final Path older;
    private final BlockingQueue<JsonObject> lines = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "journal");

    Journal(Path dir) throws IOException {
        Files.createDirectories(dir);
        file = dir.resolve("predictions.jsonl");
        older = dir.resolve("predictions.1.jsonl");
    }

    /**
     * What is known of each prediction, oldest first, at most as many as are kept in memory. The file is rewritten
     * with just these, so that it doesn't grow from start to start.
     */
    Collection<JsonObject> open() throws IOException {
        Map<String, JsonObject> newest = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, JsonObject> eldest) {
                return size() > Predictions.AT_MOST;
            }
        };
        for (Path part : List.of(older, file)) {
            if (Files.exists(part)) {
                try (Stream<String> saved = Files.lines(part)) {
                    saved.forEach(line -> read(line, newest));
                }
            }
        }
        Path compact = file.resolveSibling("predictions.new.jsonl");
        Files.write(compact, newest.values().stream().map(JsonObject::encode).toList());
        Files.move(compact, file, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(older);
        writer.start();
        return newest.values();
    }

    void append(JsonObject line) {
        lines.add(line);
    }

    /** Empties the journal. */
    void clear() {
        lines.add(FORGET);
    }

    @Override
    public void close() {
        lines.add(THE_END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            boolean more = true;
            while (more) {
                more = writeOneFile();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes until the end or until another file is to be begun, which it says by true. */
    @SuppressWarnings("ReferenceEquality") // A line may equal them.
    private boolean writeOneFile() throws IOException, InterruptedException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int written = 0; written < LINES_AT_MOST; written++) {
                JsonObject line = lines.poll();
                if (line == null) {
                    out.flush();
                    line = lines.take();
                }
                if (line == THE_END) {
                    return false;
                }
                if (line == FORGET) {
                    Files.deleteIfExists(older);
                    Files.delete(file);
                    return true;
                }
                out.write(line.encode());
                out.newLine();
            }
        }
        Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static void read(String line, Map<String, JsonObject> newest) {
        try {
            JsonObject saved = new JsonObject(line);
            newest.put(saved.getString("id"), saved);
        } catch (DecodeException e) {
            // The last line before a crash may be cut off: that prediction is as the line before said.
        }
    }
}
