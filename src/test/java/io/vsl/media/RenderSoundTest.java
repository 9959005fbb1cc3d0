package io.vsl.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.media.Rendition.Kind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderSoundTest {

    @TempDir
    Path folder;

    @Test
    void thePeaksAreInTheFormThatPlayersRead() throws IOException {
        JsonNode peaks = peaks(sound("sine=frequency=440:sample_rate=32000:duration=2"));

        assertThat(peaks.path("version").asInt()).isEqualTo(2);
        assertThat(peaks.path("channels").asInt()).isEqualTo(1);
        assertThat(peaks.path("sample_rate").asInt()).isEqualTo(32_000);
        assertThat(peaks.path("bits").asInt()).isEqualTo(8);
        assertThat(peaks.path("samples_per_pixel").asInt()).isEqualTo(256);
        assertThat(peaks.path("length").asInt()).isEqualTo(250);
        assertThat(peaks.path("data")).hasSize(500);
        // ffmpeg's sine has an amplitude of an eighth.
        assertThat(peaks.at("/data/100").asInt()).isBetween(-17, -15);
        assertThat(peaks.at("/data/101").asInt()).isBetween(15, 16);
    }

    @Test
    void theSlicesOfALongSoundAreLonger() throws IOException {
        JsonNode peaks = peaks(sound("sine=frequency=440:sample_rate=48000:duration=300"));

        assertThat(peaks.path("samples_per_pixel").asInt()).isEqualTo(1024);
        assertThat(peaks.path("length").asInt()).isEqualTo((300 * 48_000 + 1023) / 1024);
    }

    @Test
    void theWaveformIsHighWhereTheSoundIsLoud() throws IOException {
        Path file = Ffmpeg.make(
                folder.resolve("swell.wav"),
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:duration=4",
                "-af",
                "afade=t=in:st=0:d=4");

        BufferedImage waveform = ImageIO.read(new ByteArrayInputStream(made(render(file), Kind.WAVEFORM)));

        assertThat(waveform.getWidth()).isEqualTo(1200);
        assertThat(waveform.getHeight()).isEqualTo(240);
        assertThat(waveform.getRGB(0, 0) >>> 24).as("the ground is transparent").isZero();
        assertThat(height(waveform, 3)).isLessThan(30);
        assertThat(height(waveform, 603)).isBetween(90, 150);
        assertThat(height(waveform, 1191)).isGreaterThan(220);
    }

    @Test
    void silenceHasAWaveformToo() throws IOException {
        Rendition rendition = render(sound("anullsrc=sample_rate=8000:duration=1"));

        assertThat(rendition.failures()).isEmpty();
        assertThat(made(rendition, Kind.WAVEFORM)).isNotEmpty();
    }

    @Test
    void ofWhatIsNoSoundNothingIsMadeAndTheReasonIsSaid() throws IOException {
        Path file = Files.write(folder.resolve("broken.mp3"), Media.id3Tag(10));

        Rendition rendition = render(file);

        assertThat(rendition.files()).isEmpty();
        assertThat(rendition.failures()).singleElement(STRING).startsWith("Nothing is made of it: ");
    }

    /** Of the pixels of a column that are not transparent. */
    private static int height(BufferedImage waveform, int x) {
        int height = 0;
        for (int y = 0; y < waveform.getHeight(); y++) {
            if (waveform.getRGB(x, y) >>> 24 > 127) {
                height++;
            }
        }
        return height;
    }

    private Path sound(String source) {
        return Ffmpeg.make(folder.resolve("sound.wav"), "-f", "lavfi", "-i", source);
    }

    private static JsonNode peaks(Path file) throws IOException {
        return new ObjectMapper().readTree(made(render(file), Kind.PEAKS));
    }

    private static Rendition render(Path file) throws IOException {
        return Rendering.render(Rendering.asSet(), file, 320);
    }

    private static byte[] made(Rendition rendition, Kind kind) {
        return rendition.files().stream()
                .filter(made -> made.kind() == kind)
                .map(Rendition.Made::content)
                .findFirst()
                .orElseThrow(() -> new AssertionError(rendition.failures()));
    }
}
