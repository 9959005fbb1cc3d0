package io.vsl.media;

import io.vsl.media.MediaPrograms.Found;
import io.vsl.platform.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Runs ffmpeg and ffprobe, each as a process of its own, with bounds that hold whatever the file is: of time by this
 * process, and also of processor time, should this process die; of memory; of what is written. Files are read from the
 * disk alone: no other protocol is open to it.
 */
@Component
class RunProgram {

    private static final int MOST_SAID = 64 << 10;
    private static final long LARGEST_FILE = 256 << 20;

    /** Of the shell's own words: a process that goes over one of these bounds is killed or refused memory. */
    private static final String BOUNDED =
            "ulimit -c 0; ulimit -t \"$1\"; ulimit -f \"$2\"; ulimit -v \"$3\" 2>/dev/null; shift 3; exec \"$@\"";

    /** Time of a processor is counted of all threads together. */
    private static final int PROCESSORS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final MediaPrograms programs;
    private final FfmpegProperties properties;

    RunProgram(MediaPrograms programs, FfmpegProperties properties) {
        this.programs = programs;
        this.properties = properties;
    }

    /** What the program writes to its standard output. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream output) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param said the end of what it wrote to its standard error
     */
    record Ran<T>(T output, String said) {}

    /**
     * Runs it to its end.
     *
     * @param program   {@code ffmpeg} or {@code ffprobe}
     * @param arguments beside those that all runs have
     * @param reader    of its standard output
     * @throws CantRender  when there is no such program, its time is over, or it failed
     * @throws IOException when it can't be started
     */
    <T> Ran<T> run(String program, List<String> arguments, Deadline deadline, Reader<T> reader)
            throws CantRender, IOException {
        return run(program, arguments, LARGEST_FILE, deadline, reader);
    }

    /**
     * The same, where what is written is large.
     *
     * @param largestFile bytes that a file it writes may have
     */
    <T> Ran<T> run(String program, List<String> arguments, long largestFile, Deadline deadline, Reader<T> reader)
            throws CantRender, IOException {
        Found found = programs.find().orElseThrow(() -> new CantRender("there is no ffmpeg on this machine"));
        long millis = deadline.left().toMillis();
        if (millis == 0) {
            throw new CantRender("the time for it is over");
        }
        Process process = start(found, program, arguments, largestFile, millis);
        Executor atTheEnd = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> kill = CompletableFuture.runAsync(() -> end(process), atTheEnd);
        try {
            CompletableFuture<String> said = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> said.complete(last(process.getErrorStream())));
            T output = reader.read(process.getInputStream());
            int code = process.waitFor();
            if (code != 0) {
                throw new CantRender(deadline.isOver() ? "the time for it is over" : reason(said.join(), code));
            }
            return new Ran<>(output, said.join());
        } catch (IOException e) {
            // What is killed while it is read ends for its reader as it likes.
            if (deadline.isOver()) {
                throw new CantRender("the time for it is over");
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            kill.cancel(false);
            end(process);
        }
    }

    /** What stands before each file that is opened; before the first of a run it stands by itself. */
    List<String> bounds() {
        return List.of("-protocol_whitelist", "file,pipe", "-max_pixels", Long.toString(properties.maxPixels()));
    }

    private Process start(Found found, String program, List<String> arguments, long largestFile, long millis)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                BOUNDED,
                "vsl",
                Long.toString((millis / 1000 + 1) * PROCESSORS),
                Long.toString(largestFile / 512),
                Long.toString(properties.maxMemory().toKilobytes()),
                found.program(program).toString(),
                "-hide_banner"));
        command.addAll(bounds());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        // Our own has secrets.
        environment.clear();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        if (found.libraries() != null) {
            environment.put("LD_LIBRARY_PATH", found.libraries().toString());
        }
        return builder.start();
    }

    /** With what it has started itself, should it be a script. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String last(InputStream stream) {
        byte[] end = new byte[0];
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                ByteArrayOutputStream both = new ByteArrayOutputStream();
                int kept = Math.min(end.length, MOST_SAID - read);
                both.write(end, end.length - kept, kept);
                both.write(buffer, 0, read);
                end = both.toByteArray();
            }
        } catch (IOException killed) {
            // What it said before is what there is.
        }
        return new String(end, StandardCharsets.UTF_8);
    }

    /** The last line that isn't about the libraries, without the place in memory that it begins with. */
    private static String reason(String said, int code) {
        List<String> lines = said.lines()
                .map(line -> line.replaceAll("^\\[[^]]*] *", "")
                        .replaceAll("\\S*/", "")
                        .strip())
                .filter(line -> !line.isEmpty() && !line.contains("no version information available"))
                .toList();
        return lines.isEmpty() ? "ffmpeg ended with " + code : "ffmpeg says: " + lines.getLast();
    }
}
