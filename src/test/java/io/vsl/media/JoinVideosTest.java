package io.vsl.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.media.JoinVideos.Joined;
import io.vsl.media.JoinVideos.Most;
import io.vsl.media.JoinVideos.Wanted;
import io.vsl.media.ProbeFile.Probed;
import io.vsl.platform.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** Real files, made by ffmpeg, joined by the one that comes with VSL and, where there is one, by that of the system. */
class JoinVideosTest {

    private static final Most MOST = new Most(60, 64 << 20);

    @TempDir
    Path folder;

    private FfmpegProperties program = new FfmpegProperties("", 64_000_000, DataSize.ofGigabytes(2));

    /** The one that comes with VSL and the system's: they have other encoders. */
    static Stream<String> programs() {
        return Stream.of("", "/usr/bin/ffmpeg").filter(path -> path.isEmpty() || Files.isExecutable(Path.of(path)));
    }

    private RunProgram runProgram() {
        return new RunProgram(new MediaPrograms(program), program);
    }

    private void use(String path) {
        program = new FfmpegProperties(path, 64_000_000, DataSize.ofGigabytes(2));
    }

    private Joined join(double crossfade, @Nullable Path track, Path... clips) throws Exception {
        return join(MOST, crossfade, track, clips);
    }

    private Joined join(Most most, double crossfade, @Nullable Path track, Path... clips) throws Exception {
        RunProgram run = runProgram();
        ProbeFile probe = new ProbeFile(run, new ObjectMapper());
        JoinVideos join = new JoinVideos(
                new LookAtClip(probe, run, new ObjectMapper()),
                new EncodePieces(new ChooseEncoder(run), run),
                probe,
                run);
        List<Clip> all = new ArrayList<>();
        for (Path clip : clips) {
            all.add(clip(clip, "jobIds[%d]".formatted(all.size())));
        }
        return join.join(
                new Wanted(all, track == null ? null : clip(track, "audioJobId"), crossfade),
                folder,
                joined(),
                most,
                Deadline.after(Duration.ofMinutes(1)));
    }

    private static Clip clip(Path file, String name) throws IOException {
        return new Clip(
                file,
                FileType.of(Files.readAllBytes(file), null, file.getFileName().toString()),
                name);
    }

    private Path joined() {
        return folder.resolve("joined.mp4");
    }

    private Probed probed() throws Exception {
        return new ProbeFile(runProgram(), new ObjectMapper())
                .probe(joined(), new FileType("video/mp4", "mp4"), Deadline.after(Duration.ofMinutes(1)));
    }

    private Path clip(String name, String size, double seconds, String... more) {
        return Ffmpeg.make(
                folder.resolve(name),
                arguments("testsrc2=size=%s:rate=25:duration=%s".formatted(size, seconds), null, more));
    }

    private Path loud(String name, String size, double seconds, int hertz, String... more) {
        return Ffmpeg.make(
                folder.resolve(name),
                arguments(
                        "testsrc2=size=%s:rate=25:duration=%s".formatted(size, seconds),
                        "sine=frequency=%d:duration=%s".formatted(hertz, seconds),
                        more));
    }

    private static String[] arguments(String pictures, @Nullable String sound, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", pictures));
        if (sound != null) {
            arguments.addAll(List.of("-f", "lavfi", "-i", sound));
        }
        arguments.addAll(List.of("-pix_fmt", "yuv420p"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Path tone(String name, double seconds) {
        return Ffmpeg.make(folder.resolve(name), "-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds);
    }

    /** The bytes of each picture's packet, as a hash. */
    private List<String> packets(Path video) {
        return new String(
                        read("-i", video.toString(), "-map", "0:v:0", "-c", "copy", "-f", "framehash"),
                        StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    private byte[] read(String... arguments) {
        try {
            return Files.readAllBytes(Ffmpeg.make(folder.resolve("read"), arguments));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Samples of one channel at 8 kHz. */
    private short[] samples(Path file) {
        byte[] bytes = read("-i", file.toString(), "-map", "0:a:0", "-ac", "1", "-ar", "8000", "-f", "s16le");
        short[] samples = new short[bytes.length / 2];
        java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(samples);
        return samples;
    }

    private static double loudness(short[] samples, double from, double to) {
        double sum = 0;
        int count = 0;
        for (int i = (int) (from * 8000); i < Math.min(samples.length, (int) (to * 8000)); i++) {
            sum += (double) samples[i] * samples[i];
            count++;
        }
        return Math.sqrt(sum / Math.max(1, count));
    }

    /** One pixel's brightness, 0 to 255, at that time. */
    private int brightness(double at) {
        byte[] pixel = read(
                "-ss",
                String.valueOf(at),
                "-i",
                joined().toString(),
                "-frames:v",
                "1",
                "-vf",
                "scale=1:1",
                "-pix_fmt",
                "gray",
                "-f",
                "rawvideo");
        return pixel[0] & 0xff;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void videosOfOneFormAreCopiedPacketByPacket(String path) throws Exception {
        use(path);
        Path first = clip("a.mp4", "160x120", 1);
        Path second = clip("b.mp4", "160x120", 2);

        Joined joined = join(0, null, first, second, first);

        assertThat(joined.isCopied()).isTrue();
        assertThat(packets(joined()))
                .containsExactlyElementsOf(Stream.of(first, second, first)
                        .flatMap(it -> packets(it).stream())
                        .toList());
        assertThat(probed().seconds()).isCloseTo(4, within(0.01));
        assertThat(probed().sound()).isNull();
    }

    @Test
    void soundsOfVideosThatAreCopiedMeetWithoutAGap() throws Exception {
        Path first = loud("a.mp4", "160x120", 1, 400);
        Path second = loud("b.mp4", "160x120", 1, 400);

        Joined joined = join(0, null, first, second);

        assertThat(joined.isCopied()).isTrue();
        assertThat(probed().seconds()).isCloseTo(2, within(0.03));
        short[] sound = samples(joined());
        for (double at = 0.1; at < 1.9; at += 0.01) {
            assertThat(loudness(sound, at, at + 0.01)).as("at %f", at).isBetween(1000.0, 4500.0);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void videosOfOtherFormsAreEncodedAtTheSizeAndSpeedOfTheFirst(String path) throws Exception {
        use(path);
        Path first = clip("a.mp4", "160x120", 1);
        Path wide = Ffmpeg.make(
                folder.resolve("b.webm"),
                arguments("color=white:size=320x90:rate=30:duration=1", null, "-c:v", "libvpx-vp9", "-b:v", "200k"));
        Path turned = Ffmpeg.make(
                folder.resolve("c.mp4"),
                "-display_rotation",
                "90",
                "-i",
                clip("t.mp4", "160x120", 1).toString(),
                "-c",
                "copy");

        Joined joined = join(0, null, first, wide, turned);

        assertThat(joined.isCopied()).isFalse();
        assertThat(probed().pictures().width()).isEqualTo(160);
        assertThat(probed().pictures().height()).isEqualTo(120);
        assertThat(probed().pictures().codec()).isEqualTo("h264");
        assertThat(probed().pictures().frames()).isEqualTo(75);
        assertThat(probed().seconds()).isCloseTo(3, within(0.01));
        // 160x45 of white, the rest black.
        assertThat(brightness(1.5)).isBetween(80, 125);
    }

    /** Copied, they could not be shown: a container describes its pictures once. */
    @ParameterizedTest
    @CsvSource({
        "another size, 192x144, 25, -c:v libopenh264",
        "another rate, 160x120, 30, -c:v libopenh264",
        "another profile, 160x120, 25, -c:v libopenh264 -profile:v high",
        "another codec, 160x120, 25, -c:v mpeg4",
        "another shape, 160x120, 25, -c:v libopenh264 -vf setsar=2/1"
    })
    void picturesOfAnotherFormAreNotCopied(String what, String size, int rate, String encoding) throws Exception {
        Path first = clip("a.mp4", "160x120", 1, "-c:v", "libopenh264");
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i"));
        arguments.add("testsrc2=size=%s:rate=%d:duration=1".formatted(size, rate));
        arguments.addAll(List.of(encoding.split(" ")));
        Path other = Ffmpeg.make(folder.resolve("b.mp4"), arguments.toArray(String[]::new));

        Joined joined = join(0, null, first, other);

        assertThat(joined.isCopied()).as(what).isFalse();
        assertThat(probed().pictures().width()).isEqualTo(160);
        assertThat(probed().seconds()).isCloseTo(2, within(0.01));
    }

    @Test
    void whatIsTurnedIsNotCopied() throws Exception {
        Path clip = clip("a.mp4", "160x120", 1);
        Path turned =
                Ffmpeg.make(folder.resolve("b.mp4"), "-display_rotation", "90", "-i", clip.toString(), "-c", "copy");

        assertThat(join(0, null, turned, turned).isCopied()).isFalse();
        assertThat(probed().pictures().width()).isEqualTo(120);
        assertThat(probed().pictures().height()).isEqualTo(160);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aCrossFadeIsSharedByTheTwo(String path) throws Exception {
        use(path);
        Path black =
                Ffmpeg.make(folder.resolve("a.mp4"), arguments("color=black:size=160x120:rate=25:duration=2", null));
        Path white =
                Ffmpeg.make(folder.resolve("b.mp4"), arguments("color=white:size=160x120:rate=25:duration=2", null));

        Joined joined = join(0.8, null, black, white, black);

        assertThat(joined.isCopied()).isFalse();
        assertThat(probed().pictures().frames()).isEqualTo(150 - 40);
        assertThat(probed().seconds()).isCloseTo(6 - 2 * 0.8, within(0.01));
        assertThat(brightness(1.0)).isLessThan(20);
        assertThat(brightness(1.6)).isBetween(90, 170);
        assertThat(brightness(2.2)).isGreaterThan(230);
        assertThat(brightness(2.8)).isBetween(90, 170);
        assertThat(brightness(3.6)).isLessThan(20);
    }

    @Test
    void aCrossFadeOfSoundIsAsLongAsThatOfThePictures() throws Exception {
        Path first = loud("a.mp4", "160x120", 2, 300);
        Path silent = clip("b.mp4", "160x120", 2);
        Path last = loud("c.mp4", "160x120", 2, 300);

        join(1, null, first, silent, last);

        assertThat(probed().seconds()).isCloseTo(4, within(0.03));
        short[] sound = samples(joined());
        assertThat(loudness(sound, 0.2, 0.9)).isGreaterThan(1500);
        assertThat(loudness(sound, 1.1, 1.3)).isGreaterThan(loudness(sound, 1.7, 1.9) * 2);
        assertThat(loudness(sound, 1.98, 2.02)).isLessThan(100);
        assertThat(loudness(sound, 3.1, 3.9)).isGreaterThan(1500);
        assertThat(sound.length / 8000.0).isCloseTo(4, within(0.03));
    }

    @Test
    void aVideoWithoutSoundIsSilentBesideOneWithSound() throws Exception {
        Path silent = clip("a.mp4", "160x120", 1);
        Path loud = loud("b.mp4", "160x120", 1, 300);

        Joined joined = join(0, null, silent, loud, silent);

        assertThat(joined.isCopied()).isTrue();
        short[] sound = samples(joined());
        assertThat(loudness(sound, 0, 0.95)).isLessThan(20);
        assertThat(loudness(sound, 1.05, 1.95)).isGreaterThan(1500);
        assertThat(loudness(sound, 2.05, 3)).isLessThan(20);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aTrackThatIsLongerIsCutAndFadesOut(String path) throws Exception {
        use(path);
        Path clip = loud("a.mp4", "160x120", 2, 3000);

        Joined joined = join(0, tone("track.wav", 10), clip, clip);

        assertThat(joined.isCopied()).isTrue();
        assertThat(probed().seconds()).isCloseTo(4, within(0.03));
        short[] sound = samples(joined());
        assertThat(loudness(sound, 1, 3.4)).isGreaterThan(1500);
        assertThat(loudness(sound, 3.9, 4)).isLessThan(1000);
    }

    @Test
    void aTrackThatIsShorterIsFollowedBySilence() throws Exception {
        Path clip = clip("a.mp4", "160x120", 2);

        join(0, tone("track.mp3", 1), clip, clip);

        assertThat(probed().seconds()).isCloseTo(4, within(0.03));
        short[] sound = samples(joined());
        assertThat(loudness(sound, 0.1, 0.9)).isGreaterThan(1500);
        assertThat(loudness(sound, 1.1, 4)).isLessThan(20);
        assertThat(sound.length / 8000.0).isCloseTo(4, within(0.03));
    }

    @Test
    void picturesThatAreNotSquareKeepTheirShape() throws Exception {
        Path first = clip("a.mp4", "160x90", 1);
        Path narrow = Ffmpeg.make(
                folder.resolve("b.mp4"),
                arguments("color=white:size=80x90:rate=25:duration=1", null, "-vf", "setsar=2/1"));

        Joined joined = join(0, null, first, narrow);

        assertThat(joined.isCopied()).isFalse();
        assertThat(probed().pictures().width()).isEqualTo(160);
        assertThat(brightness(1.5)).isGreaterThan(230);
    }

    @Test
    void itTakesAsMuchMemoryForManyAsForTwo() throws Exception {
        program = new FfmpegProperties("", 64_000_000, DataSize.ofGigabytes(1));
        Path small = clip("a.mp4", "64x48", 0.4);
        Path large = clip("b.mp4", "96x48", 0.4);
        Path[] many = Stream.generate(() -> Stream.of(small, large))
                .limit(12)
                .flatMap(it -> it)
                .toArray(Path[]::new);

        join(0.1, null, many);

        assertThat(probed().seconds()).isCloseTo(24 * 0.4 - 23 * 0.12, within(0.1));
    }

    @Test
    void whatCantBeJoinedIsNamed() throws Exception {
        Path good = clip("a.mp4", "160x120", 1);
        Path sound = tone("tone.wav", 1);
        Path broken = folder.resolve("broken.mp4");
        Files.write(broken, java.util.Arrays.copyOf(Files.readAllBytes(good), 600));

        assertThatThrownBy(() -> join(0, null, good, sound))
                .isInstanceOf(CantRender.class)
                .hasMessage("jobIds[1]: there are no moving pictures in it");
        assertThatThrownBy(() -> join(0, null, good, broken))
                .isInstanceOf(CantRender.class)
                .hasMessageStartingWith("jobIds[1]: ");
        assertThatThrownBy(() -> join(0, good, good))
                .isInstanceOf(CantRender.class)
                .hasMessage("audioJobId: there is no sound in it");
        assertThatThrownBy(() -> join(0.6, null, good, good, good))
                .isInstanceOf(CantRender.class)
                .hasMessage("jobIds[1]: it is 1.00 seconds long, too short for its cross-fades of 0.60");
        assertThatThrownBy(() -> join(new Most(1.5, 64 << 20), 0, null, good, good))
                .isInstanceOf(CantRender.class)
                .hasMessage("it would be 2.0 seconds long, and 1.5 are allowed");
        assertThatThrownBy(() -> join(new Most(60, 20_000), 0, null, good, good))
                .isInstanceOf(CantRender.class);
    }

    @Test
    void aListThatCallsItselfAVideoOpensNoFile() throws Exception {
        Path good = clip("a.mp4", "160x120", 1);
        Path list = Files.writeString(folder.resolve("list.mp4"), "ffconcat version 1.0\nfile a.mp4\n");

        Clip said = new Clip(list, new FileType("video/mp4", "mp4"), "jobIds[1]");
        RunProgram run = runProgram();
        ProbeFile probe = new ProbeFile(run, new ObjectMapper());
        JoinVideos join = new JoinVideos(
                new LookAtClip(probe, run, new ObjectMapper()),
                new EncodePieces(new ChooseEncoder(run), run),
                probe,
                run);

        assertThatThrownBy(() -> join.join(
                        new Wanted(List.of(clip(good, "jobIds[0]"), said), null, 0),
                        folder,
                        joined(),
                        MOST,
                        Deadline.after(Duration.ofMinutes(1))))
                .isInstanceOf(CantRender.class)
                .hasMessageStartingWith("jobIds[1]: ");
    }
}
