package io.vsl.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.vsl.media.Rendition.Kind;
import io.vsl.platform.Deadline;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderVideoTest {

    private static final String SCENE = "testsrc2=size=640x360:rate=10:duration=4";

    @TempDir
    Path folder;

    @Test
    void theThumbnailOfAFadeInFromBlackShowsSomething() throws IOException {
        Rendition rendition = render(video(SCENE, "fade=t=in:st=0:d=3"));

        assertThat(ChoosePoster.isBlack(thumbnail(rendition))).isFalse();
        assertThat(brightest(thumbnail(rendition))).isGreaterThan(150);
    }

    @Test
    void theThumbnailOfABlackVideoIsBlack() throws IOException {
        Rendition rendition = render(video("color=black:size=640x360:rate=10:duration=2", "null"));

        assertThat(ChoosePoster.isBlack(thumbnail(rendition))).isTrue();
    }

    @Test
    void aVideoOfOnePictureHasItAsThumbnail() throws IOException {
        Rendition rendition = render(video(SCENE, "trim=end_frame=1"));

        assertThat(rendition.failures()).isEmpty();
        assertThat(thumbnail(rendition).getWidth()).isEqualTo(320);
        assertThat(ChoosePoster.isBlack(thumbnail(rendition))).isFalse();
    }

    @Test
    void aVideoThatIsBlackForAMinuteIsLookedAtToItsEnd() throws IOException {
        Rendition rendition = render(
                video("testsrc2=size=160x90:rate=5:duration=80", "drawbox=color=black:t=fill:enable='lt(t,65)'"));

        assertThat(ChoosePoster.isBlack(thumbnail(rendition))).isFalse();
    }

    @Test
    void theThumbnailStandsUpright() throws IOException {
        Path file = Path.of("src/test/resources/media/rotated.mp4");

        BufferedImage thumbnail = thumbnail(Rendering.render(Rendering.asSet(), copied(file), 320));

        assertThat(thumbnail.getWidth()).isEqualTo(54);
        assertThat(thumbnail.getHeight()).isEqualTo(96);
    }

    @Test
    void thePreviewsMoveAndKeepToTheirBudget() throws IOException {
        Rendition rendition = render(video(SCENE, "noise=alls=60:allf=t"));

        byte[] gif = made(rendition, Kind.PREVIEW);
        byte[] webp = made(rendition, Kind.PREVIEW_WEBP);
        assertThat(gif.length).isBetween(1000, (int) Rendering.PREVIEW);
        assertThat(webp.length).isBetween(1000, (int) Rendering.PREVIEW);
        assertThat(new String(gif, 0, 6, StandardCharsets.ISO_8859_1)).isEqualTo("GIF89a");
        assertThat(new String(webp, 0, 60, StandardCharsets.ISO_8859_1)).contains("WEBPVP8X", "ANIM");
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
        assertThat(reader.getNumImages(true)).isGreaterThan(10);
    }

    @Test
    void aPreviewThatCanNotBeSmallEnoughIsNotThereAndTheReasonIsSaid() throws IOException {
        Path file = video(SCENE, "null");

        Rendition rendition = Rendering.asSet()
                .render(file, new FileType("video/mp4", "mp4"), new RenderFile.Sizes(320, 500), minute());

        assertThat(rendition.failures())
                .singleElement(STRING)
                .isEqualTo("No preview: even the smallest would be over the limit of 500 bytes");
        assertThat(rendition.files()).extracting(Rendition.Made::kind).containsExactly(Kind.THUMBNAIL);
        assertThat(rendition.measures().width()).isEqualTo(640);
    }

    @Test
    void nothingIsMadeOnceTheTimeIsOver() throws IOException {
        Rendition rendition = Rendering.asSet()
                .render(
                        video(SCENE, "null"),
                        new FileType("video/mp4", "mp4"),
                        new RenderFile.Sizes(320, 1 << 20),
                        Deadline.after(Duration.ZERO));

        assertThat(rendition.files()).isEmpty();
        assertThat(rendition.failures())
                .singleElement(STRING)
                .isEqualTo("Nothing is made of it: the time for it is over");
    }

    private static Deadline minute() {
        return Deadline.after(Duration.ofMinutes(1));
    }

    private Path video(String source, String filter) {
        return Ffmpeg.make(
                folder.resolve("video.mp4"), "-f", "lavfi", "-i", source, "-vf", filter, "-c:v", "libopenh264");
    }

    private Path copied(Path file) throws IOException {
        return java.nio.file.Files.copy(file, folder.resolve("video.mp4"));
    }

    private static Rendition render(Path file) throws IOException {
        return Rendering.render(Rendering.asSet(), file, 320);
    }

    private static BufferedImage thumbnail(Rendition rendition) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(made(rendition, Kind.THUMBNAIL)));
    }

    private static byte[] made(Rendition rendition, Kind kind) {
        List<byte[]> found = rendition.files().stream()
                .filter(made -> made.kind() == kind)
                .map(Rendition.Made::content)
                .toList();
        assertThat(found).as("%s of %s", kind, rendition).hasSize(1);
        return found.getFirst();
    }

    private static int brightest(BufferedImage image) {
        int brightest = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                brightest = Math.max(brightest, image.getRGB(x, y) >> 8 & 255);
            }
        }
        return brightest;
    }
}
