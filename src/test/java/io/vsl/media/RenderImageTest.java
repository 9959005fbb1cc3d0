package io.vsl.media;

import static io.vsl.media.Media.ascii;
import static io.vsl.media.Media.image;
import static io.vsl.media.Media.join;
import static io.vsl.media.Media.jpegTurned;
import static io.vsl.media.Media.pngHeader;
import static io.vsl.media.Media.redLeftBlueRight;
import static io.vsl.media.Media.transparent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.vsl.job.Output;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class RenderImageTest {

    @TempDir
    Path folder;

    private byte[] made = new byte[0];

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "webp"})
    void anImageOfEveryFormatBecomesASmallJpegOfTheSameColours(String format) throws IOException {
        Rendition rendition = make(image(format, redLeftBlueRight(2000, 1000)));

        assertThat(rendition.measures()).isEqualTo(new Output.Measures(null, 2000, 1000, null));
        assertThat(rendition.traits()).isEqualTo(Output.Traits.NONE);
        assertMade(320, 160);
        assertColour(80, 80, Color.RED);
        assertColour(240, 80, Color.BLUE);
    }

    @ParameterizedTest
    @CsvSource({"1000,2000,160,320", "320,320,320,320", "321,100,320,100", "40,30,40,30", "5000,1,320,1", "1,1,1,1"})
    void theLongestSideIsAtMost320(int width, int height, int thumbnailWidth, int thumbnailHeight) throws IOException {
        make(image("png", redLeftBlueRight(width, height)));

        assertMade(thumbnailWidth, thumbnailHeight);
    }

    @Test
    void finePatternsBecomeTheirMean() throws IOException {
        BufferedImage stripes = new BufferedImage(640, 100, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < stripes.getWidth(); x += 2) {
            for (int y = 0; y < stripes.getHeight(); y++) {
                stripes.setRGB(x, y, Color.WHITE.getRGB());
            }
        }

        make(image("png", stripes));

        assertColour(160, 25, new Color(127, 127, 127));
        assertColour(161, 26, new Color(127, 127, 127));
    }

    @Test
    void theLongestSideIsASetting() throws IOException {
        Path image = write(image("png", redLeftBlueRight(500, 1000)));

        make(Rendering.ofPixels(1_000_000), image, 100);

        assertMade(50, 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "webp"})
    void whatIsTransparentBecomesWhiteAndIsSaidToBe(String format) throws IOException {
        assertThat(make(image(format, transparent(1000, 1000))).traits().transparent())
                .isTrue();

        assertColour(160, 160, Color.WHITE);
    }

    @Test
    void aPhotographIsTurnedUpright() throws IOException {
        Rendition rendition = make(jpegTurned(6, redLeftBlueRight(1000, 500)));

        assertThat(rendition.measures()).isEqualTo(new Output.Measures(null, 500, 1000, null));
        assertMade(160, 320);
        assertColour(80, 80, Color.RED);
        assertColour(80, 240, Color.BLUE);
    }

    @Test
    void exifDataThatSaysNothingOfUseIsNoObstacle() throws IOException {
        BufferedImage image = redLeftBlueRight(1000, 500);
        byte[] broken = jpegTurned(6, image);
        Arrays.fill(broken, 12, 36, (byte) 0x7f);

        make(jpegTurned(99, image));
        assertMade(320, 160);
        make(broken);
        assertMade(320, 160);
    }

    @Test
    void anImageOverTheLimitIsRefusedUndecoded() throws IOException {
        assertRefused(make(pngHeader(50_000, 50_000)), "50000x50000 pixels is over the limit of 64000000 pixels");
    }

    @Test
    void aFileOverFourBytesAPixelOfTheLimitIsRefused() throws IOException {
        Path image = write(join(image("png", redLeftBlueRight(10, 10)), new byte[400]));

        assertRefused(make(Rendering.ofPixels(100), image, 320), "bytes is over the limit of 400 bytes");
    }

    @Test
    void aGifWhoseFrameIsLargerThanItsScreenIsMeasuredByTheFrame() throws IOException {
        byte[] frame = {',', 0, 0, 0, 0, -1, -1, -1, -1, 0, 2, 1, 0, 0, ';'};

        assertRefused(make(join(ascii("GIF89a\n\0\n\0\0\0\0"), frame)), "65535x65535 pixels is over the limit");
    }

    @Test
    void aBrokenImageIsRefusedWithTheReason() throws IOException {
        byte[] png = image("png", redLeftBlueRight(1000, 1000));

        assertRefused(make(Arrays.copyOf(png, png.length / 2)), "the image can't be decoded: ");
        assertRefused(make(Arrays.copyOf(png, 20)), "the image can't be decoded: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "webp"})
    void anImageCutAnywhereIsMadeOrRefused(String format) throws IOException {
        byte[] whole = image(format, redLeftBlueRight(1000, 1000));
        for (int tenth = 0; tenth < 10; tenth++) {
            Rendition rendition = make(Arrays.copyOf(whole, whole.length * tenth / 10));

            assertThat(rendition.files().size() + rendition.failures().size()).isLessThanOrEqualTo(1);
        }
    }

    /** Small files of trouble that people had with other systems. */
    @ParameterizedTest
    @CsvSource({
        "cmyk.jpg, 160,100, 10,10, e4791b",
        "cmyk.jpg, 160,100, 80,50, 7e5f7f",
        "gray-alpha.png, 160,100, 80,0, 979797",
        "gray-alpha.png, 160,100, 80,50, 6c6c6c",
        "icc-prophoto.png, 160,100, 10,10, ff6400",
        "icc-prophoto-control.jpg, 160,100, 10,10, ff6400",
        "exif-orientation6.png, 100,160, 10,10, 1a46e4",
        "exif-orientation6-control.jpg, 100,160, 10,10, 1a46e4",
        "animated.webp, 64,40, 30,20, ff0000",
        "clip.gif, 96,54, 5,5, 000000"
    })
    void anImageLooksAsAPersonExpects(String file, int width, int height, int x, int y, String colour)
            throws IOException {
        Rendition rendition = make(Files.readAllBytes(
                new ClassPathResource("media/" + file).getFile().toPath()));

        assertThat(rendition.failures()).isEmpty();
        assertThat(rendition.measures().width()).isEqualTo(width);
        assertThat(rendition.measures().height()).isEqualTo(height);
        assertColour(x, y, new Color(Integer.parseInt(colour, 16)));
    }

    @ParameterizedTest
    @CsvSource({"animated.webp,0.6,5", "clip.gif,1,10"})
    void anImageThatMovesSaysHowLongAndFast(String file, BigDecimal duration, BigDecimal fps) throws IOException {
        Rendition rendition = make(Files.readAllBytes(
                new ClassPathResource("media/" + file).getFile().toPath()));

        assertThat(rendition.traits().animated()).isTrue();
        assertThat(rendition.measures().duration()).isEqualByComparingTo(duration);
        assertThat(rendition.measures().fps()).isEqualByComparingTo(fps);
    }

    @Test
    void sixteenBitsAndGreyAreNoLighterOrDarker() throws IOException {
        BufferedImage grey = new BufferedImage(100, 100, BufferedImage.TYPE_USHORT_GRAY);
        short[] samples = ((DataBufferUShort) grey.getRaster().getDataBuffer()).getData();
        Arrays.fill(samples, (short) (100 << 8));

        make(image("png", grey));

        assertColour(50, 50, new Color(100, 100, 100));
    }

    @Test
    void aDrawingHasNoThumbnailAndTheReasonIsSaid() throws IOException {
        assertRefused(make(ascii("<svg xmlns='http://www.w3.org/2000/svg'/>")), "drawings are not rendered");
    }

    @Test
    void anAvifHasAThumbnail() throws IOException {
        byte[] png = image("png", redLeftBlueRight(640, 320));
        Path avif = folder.resolve("image.avif");
        Ffmpeg.run(png, "-c:v", "libsvtav1", "-still-picture", "1", "-y", avif.toString());

        Rendition rendition = make(Rendering.asSet(), avif, 320);

        assertThat(rendition.failures()).isEmpty();
        assertThat(rendition.measures()).isEqualTo(new Output.Measures(null, 640, 320, null));
        assertColour(80, 80, Color.RED);
    }

    private void assertMade(int width, int height) throws IOException {
        BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(made));
        assertThat(thumbnail.getWidth()).isEqualTo(width);
        assertThat(thumbnail.getHeight()).isEqualTo(height);
    }

    private void assertRefused(Rendition rendition, String reason) {
        assertThat(rendition.failures())
                .singleElement(STRING)
                .startsWith("No thumbnail: ")
                .contains(reason);
        assertThat(rendition.files()).isEmpty();
    }

    /** JPEG keeps colours only nearly. */
    private void assertColour(int x, int y, Color expected) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(made));
        Color actual = new Color(image.getRGB(x, y));
        int distance = Math.abs(actual.getRed() - expected.getRed())
                + Math.abs(actual.getGreen() - expected.getGreen())
                + Math.abs(actual.getBlue() - expected.getBlue());
        assertThat(distance).as("%s against %s", actual, expected).isLessThan(30);
    }

    private Rendition make(byte[] content) throws IOException {
        return make(Rendering.asSet(), write(content), 320);
    }

    private Rendition make(RenderFile renderFile, Path image, int longestSide) throws IOException {
        Rendition rendition = Rendering.render(renderFile, image, longestSide);
        made = rendition.files().stream()
                .filter(file -> file.kind() == Rendition.Kind.THUMBNAIL)
                .map(Rendition.Made::content)
                .findFirst()
                .orElse(new byte[0]);
        return rendition;
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("image"), content);
    }
}
