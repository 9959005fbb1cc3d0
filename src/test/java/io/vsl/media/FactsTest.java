package io.vsl.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vsl.job.Output;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

/** What is said of files of every kind, right to the pixel and to 10 ms. */
class FactsTest {

    private static final String[] PICTURES = {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=2.4"};
    private static final String[] SOUND = {"-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=2.4"};

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "plain.mp4, -c:v libopenh264, h264",
        "first.mp4, -c:v libopenh264 -movflags +faststart, h264",
        "fragments.mp4, -c:v libopenh264 -movflags +frag_keyframe+empty_moov -g 10, h264",
        "film.mov, -c:v libopenh264, h264",
        "vp9.webm, -c:v libvpx-vp9 -deadline realtime -cpu-used 8, vp9",
        "live.webm, -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -live 1, vp9",
        "h264.mkv, -c:v libopenh264, h264",
        "av1.mp4, -c:v libsvtav1 -preset 12, av1"
    })
    void aVideoHasItsSizeLengthAndRate(String name, String options, String codec) throws IOException {
        Path file = Ffmpeg.make(folder.resolve(name), join(PICTURES, options.split(" ")));

        Rendition rendition = render(file);

        assertThat(rendition.failures()).isEmpty();
        assertSize(rendition, 320, 180);
        assertSeconds(rendition, 2.4);
        assertThat(fps(rendition)).isCloseTo(25, within(0.1));
        assertThat(rendition.traits().codec()).isEqualTo(codec);
        assertThat(Objects.requireNonNull(rendition.traits().bitRate()))
                .isCloseTo(Math.round(Files.size(file) * 8 / 2.4), within(5000L));
    }

    @Test
    void aVideoOfVariableRateHasItsRateOnAverage() throws IOException {
        String pick = "select='not(mod(n,5))+lt(n,20)'";
        for (String name : new String[] {"variable.mp4", "variable.mkv"}) {
            Path file = Ffmpeg.make(
                    folder.resolve(name), join(PICTURES, "-vf", pick, "-fps_mode", "vfr", "-c:v", "libopenh264"));

            Rendition rendition = render(file);

            // 20 pictures of the first 0.8 s, and then one each 0.2 s until 2.2 s.
            assertThat(fps(rendition)).as(name).isCloseTo(28 / 2.4, within(1.2));
            assertThat(seconds(rendition)).as(name).isBetween(2.2, 2.41);
        }
    }

    @Test
    void aVideoIsAsWideAndHighAsItIsShown() throws IOException {
        Rendition turned = render(resource("rotated.mp4"));
        assertThat(turned.measures()).isEqualTo(new Output.Measures(new BigDecimal("2"), 54, 96, new BigDecimal("10")));

        Path wide = Ffmpeg.make(folder.resolve("wide.mp4"), join(PICTURES, "-vf", "setsar=4/3", "-c:v", "libopenh264"));
        assertSize(render(wide), 427, 180);
    }

    @Test
    void aVideoHasTheFactsOfItsSoundToo() throws IOException {
        Path file = Ffmpeg.make(
                folder.resolve("both.mp4"),
                join(join(PICTURES, SOUND), "-c:v", "libopenh264", "-c:a", "aac", "-ac", "2"));

        Output.Traits traits = render(file).traits();

        assertThat(traits.codec()).isEqualTo("h264");
        assertThat(traits.audioCodec()).isEqualTo("aac");
        assertThat(traits.channels()).isEqualTo(2);
        assertThat(traits.sampleRate()).isEqualTo(44_100);
        assertThat(traits.loudness()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "plain.wav, -c:a pcm_s16le, pcm_s16le, 44100, 1",
        "extensible.wav, -c:a pcm_s24le -ac 2, pcm_s24le, 44100, 2",
        "float.wav, -c:a pcm_f32le, pcm_f32le, 44100, 1",
        "constant.mp3, -c:a libmp3lame -b:a 128k, mp3, 44100, 1",
        "variable.mp3, -c:a libmp3lame -q:a 2, mp3, 44100, 1",
        "uncounted.mp3, -c:a libmp3lame -q:a 2 -write_xing 0, mp3, 44100, 1",
        "plain.flac, -c:a flac, flac, 44100, 1",
        "vorbis.ogg, -c:a vorbis -strict -2 -ac 2, vorbis, 44100, 2",
        "opus.ogg, -c:a libopus -ar 48000, opus, 48000, 1",
        "opus.webm, -c:a libopus -ar 48000, opus, 48000, 1",
        "aac.m4a, -c:a aac, aac, 44100, 1"
    })
    void aSoundHasItsLength(String name, String options, String codec, int sampleRate, int channels)
            throws IOException {
        Path file = Ffmpeg.make(folder.resolve(name), join(SOUND, options.split(" ")));

        Rendition rendition = render(file);

        assertThat(rendition.failures()).isEmpty();
        // Without a count in its header nobody can tell an MP3's silence at the ends from its sound.
        assertThat(seconds(rendition)).isCloseTo(2.4, within(name.startsWith("uncounted") ? 0.06 : 0.01));
        assertThat(rendition.traits().codec()).isEqualTo(codec);
        assertThat(rendition.traits().sampleRate()).isEqualTo(sampleRate);
        assertThat(rendition.traits().channels()).isEqualTo(channels);
    }

    @Test
    void aWavThatWasStreamedIsAsLongAsTheSoundThatIsThere() throws IOException {
        Path file = Ffmpeg.make(folder.resolve("streamed.wav"), join(SOUND, "-c:a", "pcm_s16le"));
        try (RandomAccessFile wav = new RandomAccessFile(file.toFile(), "rw")) {
            wav.seek(4);
            wav.writeInt(-1);
            byte[] head = new byte[512];
            wav.seek(0);
            int read = wav.read(head);
            int data = new String(head, 0, read, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("data");
            wav.seek(data + 4);
            wav.writeInt(-1);
        }

        assertSeconds(render(file), 2.4);
    }

    @ParameterizedTest
    @CsvSource({"wav-byterate-wrong.wav,1", "flac-with-id3.flac,1", "tone.ogg,1", "tone.aac,1.088"})
    void aHeaderThatIsWrongOrSilentMisleadsNobody(String file, double seconds) throws IOException {
        assertSeconds(render(resource(file)), seconds);
    }

    @Test
    void aCoverOfASoundIsNoVideo() throws IOException {
        Path cover =
                Ffmpeg.make(folder.resolve("cover.png"), "-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "1");
        Path file = Ffmpeg.make(
                folder.resolve("cover.mp3"),
                join(SOUND, "-i", cover.toString(), "-map", "0", "-map", "1", "-c:a", "libmp3lame", "-c:v", "copy"));

        Rendition rendition = render(file);

        assertSeconds(rendition, 2.4);
        assertThat(rendition.measures().width()).isNull();
        assertThat(rendition.traits().codec()).isEqualTo("mp3");
    }

    @Test
    void aQuietSoundIsQuieterThanALoudOne() throws IOException {
        Path loud = Ffmpeg.make(folder.resolve("loud.wav"), SOUND);
        Path quiet = Ffmpeg.make(folder.resolve("quiet.wav"), join(SOUND, "-af", "volume=-20dB"));
        Path silent = Ffmpeg.make(folder.resolve("silent.wav"), "-f", "lavfi", "-i", "anullsrc", "-t", "1");

        double difference = loudness(loud) - loudness(quiet);

        assertThat(difference).isCloseTo(20, within(0.2));
        assertThat(render(silent).traits().loudness()).isNull();
    }

    private double loudness(Path file) throws IOException {
        return Objects.requireNonNull(render(file).traits().loudness()).doubleValue();
    }

    private static String[] join(String[] some, String... others) {
        return java.util.stream.Stream.of(some, others)
                .flatMap(java.util.stream.Stream::of)
                .toArray(String[]::new);
    }

    private Path resource(String name) throws IOException {
        return Files.copy(new ClassPathResource("media/" + name).getFile().toPath(), folder.resolve(name));
    }

    private static Rendition render(Path file) throws IOException {
        return Rendering.render(Rendering.asSet(), file, 320);
    }

    private static void assertSize(Rendition rendition, int width, int height) {
        assertThat(rendition.measures().width()).isEqualTo(width);
        assertThat(rendition.measures().height()).isEqualTo(height);
    }

    private static void assertSeconds(Rendition rendition, double seconds) {
        assertThat(seconds(rendition)).isCloseTo(seconds, within(0.01));
    }

    private static double seconds(Rendition rendition) {
        return Objects.requireNonNull(rendition.measures().duration()).doubleValue();
    }

    private static double fps(Rendition rendition) {
        return Objects.requireNonNull(rendition.measures().fps()).doubleValue();
    }
}
