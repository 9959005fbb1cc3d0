package io.vsl.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged or made to do harm, and an ffmpeg that goes wrong: nothing takes longer or more than it may. */
class HostileFilesTest {

    private static final Duration TIME = Duration.ofSeconds(20);

    private static final Random RANDOM = new Random(7);

    @TempDir
    Path folder;

    @Test
    void everyDamagedFileEndsInTimeWithWhatCouldBeMadeOrTheReason() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name :
                new String[] {"a.mp4", "a.webm", "a.mkv", "a.mp3", "a.ogg", "a.flac", "a.wav", "a.gif", "a.png"}) {
            byte[] whole = whole(name);
            files.put("cut early " + name, Arrays.copyOf(whole, Math.min(whole.length, 200)));
            files.put("cut " + name, Arrays.copyOf(whole, whole.length / 2));
            files.put("flipped " + name, flipped(whole, 40, whole.length));
            files.put("flipped head " + name, flipped(whole, 12, Math.min(whole.length, 400)));
            files.put("noise behind its head " + name, noise(whole));
            files.put("twice " + name, Media.join(whole, whole));
        }
        files.put("bomb.png", pngBomb());
        files.put("lying.png", Media.pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE));
        files.put("lying.gif", Media.join(Media.ascii("GIF89a\u00ff\u00ff\u00ff\u00ff\0\0\0"), new byte[100]));
        files.put("lying.wav", lyingWav());
        files.put("endless.mp3", Media.mp3(200_000));
        files.put("playlist.mp4", Media.join(Media.ascii("\0\0\0\u0010ftypisom\0\0\0\0"), playlist()));
        files.put("playlist.m3u8", playlist());
        files.put("concat.txt", Media.ascii("ffconcat version 1.0\nfile /etc/passwd\n"));

        assertThat(files).hasSizeGreaterThanOrEqualTo(60);
        RenderFile renderFile = Rendering.asSet();
        files.forEach((name, content) -> assertEnds(renderFile, name, content));
        assertThat(folder).as("nothing is left behind").isEmptyDirectory();
    }

    private void assertEnds(RenderFile renderFile, String name, byte[] content) {
        Instant begun = Instant.ofEpochMilli(System.currentTimeMillis());
        try {
            Path file = Files.write(folder.resolve("file"), content);
            Rendition rendition = Rendering.render(renderFile, file, 320, TIME);
            assertThat(rendition.failures()).as(name).noneMatch(failure -> failure.contains("root:"));
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
        assertThat(Duration.between(begun, Instant.ofEpochMilli(System.currentTimeMillis())))
                .as(name)
                .isLessThan(TIME.plusSeconds(5));
    }

    @Test
    void anFfmpegThatHangsIsEnded() throws IOException {
        Path file = Files.write(folder.resolve("sound.wav"), whole("a.wav"));
        Path hanging = program("sleep 600");

        Rendition rendition = Rendering.render(Rendering.with(hanging), file, 320, Duration.ofSeconds(1));

        assertThat(rendition.failures())
                .singleElement(STRING)
                .isEqualTo("Nothing is made of it: the time for it is over");
    }

    @Test
    void anFfmpegThatIsKilledIsAReason() throws IOException {
        Path file = Files.write(folder.resolve("sound.wav"), whole("a.wav"));

        Rendition rendition = Rendering.render(Rendering.with(program("kill -9 $$")), file, 320);

        assertThat(rendition.failures()).singleElement(STRING).contains("ffmpeg ended with 137");
    }

    @Test
    void anFfmpegGetsNoMoreMemoryThanItMay() throws IOException {
        Path file = Files.write(folder.resolve("sound.wav"), whole("a.wav"));
        Path greedy = program("python3 -c 'x = bytearray(1 << 30)' || exit 3");

        Rendition rendition = Rendering.render(Rendering.with(greedy), file, 320);

        assertThat(rendition.failures()).singleElement(STRING).contains("Nothing is made of it: ffmpeg");
    }

    @Test
    void anFfmpegThatSaysWithoutEndFillsNothing() throws IOException {
        Path file = Files.write(folder.resolve("sound.wav"), whole("a.wav"));
        Path talking = program("while :; do echo something something something >&2; done");

        Rendition rendition = Rendering.render(Rendering.with(talking), file, 320, Duration.ofSeconds(2));

        assertThat(rendition.failures()).hasSize(1);
    }

    /** Secrets of our own stay with us. */
    @Test
    void anFfmpegKnowsNothingOfOurEnvironment() throws IOException {
        Path file = Files.write(folder.resolve("sound.wav"), whole("a.wav"));
        Path said = folder.resolve("environment");

        Rendering.render(Rendering.with(program("env > " + said + "; exit 1")), file, 320);

        assertThat(said).content().contains("PATH=").doesNotContain("HOME=", "JAVA", "MAVEN", "USER=");
    }

    /** In a folder with two programs that do that. */
    private Path program(String does) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        for (String name : new String[] {"ffmpeg", "ffprobe"}) {
            Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + does + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        return programs;
    }

    private byte[] whole(String name) throws IOException {
        String source =
                switch (name) {
                    case "a.mp3", "a.ogg", "a.flac", "a.wav" -> "sine=frequency=440:duration=1";
                    case "a.png" -> "testsrc2=size=64x48:duration=0.04";
                    default -> "testsrc2=size=64x48:rate=10:duration=1";
                };
        String[] codec =
                switch (name) {
                    case "a.mp4", "a.mkv" -> new String[] {"-c:v", "libopenh264"};
                    case "a.webm" -> new String[] {"-c:v", "libvpx-vp9", "-deadline", "realtime"};
                    case "a.ogg" -> new String[] {"-c:a", "libopus"};
                    default -> new String[0];
                };
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("-f", "lavfi", "-i", source), Arrays.stream(codec))
                .toArray(String[]::new);
        Path made = Ffmpeg.make(folder.resolve(name), arguments);
        byte[] content = Files.readAllBytes(made);
        Files.delete(made);
        return content;
    }

    private static byte[] flipped(byte[] whole, int times, int within) {
        byte[] file = whole.clone();
        for (int i = 0; i < times; i++) {
            file[16 + RANDOM.nextInt(Math.max(1, within - 16))] = (byte) RANDOM.nextInt();
        }
        return file;
    }

    private static byte[] noise(byte[] whole) {
        byte[] noise = new byte[200_000];
        RANDOM.nextBytes(noise);
        return Media.join(Arrays.copyOf(whole, Math.min(whole.length, 100)), noise);
    }

    /** 8,000 x 8,000 pixels of nothing in a few kilobytes: all that is allowed. */
    private static byte[] pngBomb() {
        Deflater deflater = new Deflater(9);
        byte[] rows = new byte[8_000 * (1 + 3 * 8_000)];
        deflater.setInput(rows);
        deflater.finish();
        byte[] data = new byte[2 << 20];
        int length = deflater.deflate(data);
        deflater.end();
        ByteBuffer chunk = ByteBuffer.allocate(12 + length);
        chunk.putInt(length).put(Media.ascii("IDAT")).put(data, 0, length).putInt(0);
        return Media.join(Media.pngHeader(8_000, 8_000), chunk.array());
    }

    private static byte[] lyingWav() {
        return ByteBuffer.allocate(60)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(Media.ascii("RIFF"))
                .putInt(-1)
                .put(Media.ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) -1)
                .putInt(Integer.MAX_VALUE)
                .putInt(Integer.MAX_VALUE)
                .putShort((short) -1)
                .putShort((short) 16)
                .put(Media.ascii("data"))
                .putInt(-1)
                .array();
    }

    private static byte[] playlist() {
        return "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXTINF:1,\nhttp://127.0.0.1:1/x\n"
                .getBytes(StandardCharsets.US_ASCII);
    }
}
