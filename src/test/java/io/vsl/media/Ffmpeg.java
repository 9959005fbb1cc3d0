package io.vsl.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The ffmpeg that comes with VSL, as a person runs it, to make media to try things with. */
final class Ffmpeg {

    private static final MediaPrograms.Found FOUND = new MediaPrograms(
                    new FfmpegProperties("", 64_000_000, DataSize.ofGigabytes(2)))
            .find()
            .orElseThrow();

    private Ffmpeg() {}

    /** What an image becomes, on its standard output. */
    static byte[] convert(byte[] image, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("pipe:1");
        return run(image, all.toArray(String[]::new));
    }

    /** With an image on its standard input. */
    static byte[] run(byte[] image, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-i", "pipe:0"));
        all.addAll(List.of(arguments));
        return start(image, all);
    }

    /** Makes a file out of nothing: {@code -f lavfi -i testsrc2 …}. */
    static Path make(Path file, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-y", file.toString()));
        start(new byte[0], all);
        return file;
    }

    private static byte[] start(byte[] input, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(FOUND.program("ffmpeg").toString(), "-hide_banner", "-v", "error", "-bitexact"));
        command.addAll(arguments);
        try {
            Path in = Files.write(Files.createTempFile("ffmpeg", ""), input);
            Path out = Files.createTempFile("ffmpeg", "");
            Path said = Files.createTempFile("ffmpeg", "");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(said.toFile());
            builder.environment().put("LD_LIBRARY_PATH", String.valueOf(FOUND.libraries()));
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IllegalStateException(
                        command + " ended with " + code + ": " + Files.readString(said, StandardCharsets.UTF_8));
            }
            byte[] output = Files.readAllBytes(out);
            for (Path file : List.of(in, out, said)) {
                Files.delete(file);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
