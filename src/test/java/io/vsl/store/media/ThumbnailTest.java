package io.vsl.store.media;

import static io.vsl.store.media.Media.ascii;
import static io.vsl.store.media.Media.image;
import static io.vsl.store.media.Media.join;
import static io.vsl.store.media.Media.jpegTurned;
import static io.vsl.store.media.Media.pngHeader;
import static io.vsl.store.media.Media.redLeftBlueRight;
import static io.vsl.store.media.Media.transparent;
import static io.vsl.store.media.Media.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vsl.store.media.Thumbnail.Result;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailTest {

    @TempDir
    Path folder;

    private final Thumbnail thumbnail = new Thumbnail();
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "webp"})
    void anImageOfEveryFormatBecomesASmallJpegOfTheSameColours(String format) throws IOException {
        Result result = make(image(format, redLeftBlueRight(2000, 1000)));

        assertThat(result).isEqualTo(new Result.Made(320, 160));
        assertThat(MediaProbe.probe(write(made.toByteArray()), null, ""))
                .isEqualTo(new MediaFacts("image/jpeg", "jpg", 320, 160, null, null));
        assertColour(80, 80, Color.RED);
        assertColour(240, 80, Color.BLUE);
    }

    @ParameterizedTest
    @CsvSource({"1000,2000,160,320", "320,320,320,320", "321,100,320,100", "40,30,40,30", "5000,1,320,1", "1,1,1,1"})
    void theLongestSideIsAtMost320(int width, int height, int thumbnailWidth, int thumbnailHeight) throws IOException {
        assertThat(make(image("png", redLeftBlueRight(width, height))))
                .isEqualTo(new Result.Made(thumbnailWidth, thumbnailHeight));
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

        assertThat(make(new Thumbnail(100, 1_000_000), image)).isEqualTo(new Result.Made(50, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "webp"})
    void whatIsTransparentBecomesWhite(String format) throws IOException {
        make(image(format, transparent(1000, 1000)));

        assertColour(160, 160, Color.WHITE);
    }

    @Test
    void aPhotographIsTurnedUpright() throws IOException {
        Result result = make(jpegTurned(6, redLeftBlueRight(1000, 500)));

        assertThat(result).isEqualTo(new Result.Made(160, 320));
        assertColour(80, 80, Color.RED);
        assertColour(80, 240, Color.BLUE);
    }

    @Test
    void exifDataThatSaysNothingOfUseIsNoObstacle() throws IOException {
        BufferedImage image = redLeftBlueRight(1000, 500);
        byte[] broken = jpegTurned(6, image);
        Arrays.fill(broken, 12, 36, (byte) 0x7f);

        assertThat(make(jpegTurned(99, image))).isEqualTo(new Result.Made(320, 160));
        assertThat(make(broken)).isEqualTo(new Result.Made(320, 160));
    }

    @Test
    void anImageOverTheLimitIsRefusedUndecoded() throws IOException {
        assertRefused(make(pngHeader(50_000, 50_000)), "50000x50000 pixels is over the limit of 64000000 pixels");
    }

    @Test
    void aFileOverFourBytesAPixelOfTheLimitIsRefused() throws IOException {
        Path image = write(join(image("png", redLeftBlueRight(10, 10)), new byte[400]));

        assertRefused(make(new Thumbnail(320, 100), image), "bytes is over the limit of 400 bytes");
    }

    @Test
    void aGifWhoseFrameIsLargerThanItsScreenIsMeasuredByTheFrame() throws IOException {
        byte[] frame = {',', 0, 0, 0, 0, -1, -1, -1, -1, 0, 2, 1, 0, 0, ';'};

        assertRefused(make(join(ascii("GIF89a\n\0\n\0\0\0\0"), frame)), "its first frame is over the limit");
    }

    @Test
    void whatIsNoImageIsRefused() throws IOException {
        assertRefused(make(wav(0.1)), "audio/wav is not one of");
        assertRefused(make(ascii("<html>")), "application/octet-stream is not one of");
    }

    @Test
    void aBrokenImageIsRefusedWithTheReason() throws IOException {
        byte[] png = image("png", redLeftBlueRight(1000, 1000));

        assertRefused(make(Arrays.copyOf(png, png.length / 2)), "the image cannot be decoded: ");
        assertRefused(make(Arrays.copyOf(png, 20)), "the image does not say its size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "webp"})
    void anImageCutAnywhereIsMadeOrRefused(String format) throws IOException {
        byte[] whole = image(format, redLeftBlueRight(1000, 1000));
        for (int tenth = 0; tenth < 10; tenth++) {
            assertThat(make(Arrays.copyOf(whole, whole.length * tenth / 10))).isNotNull();
        }
    }

    @Test
    void aTargetThatCannotBeWrittenIsAFault() throws IOException {
        Path image = write(image("png", redLeftBlueRight(10, 10)));
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };

        assertThatIOException().isThrownBy(() -> thumbnail.make(image, MediaProbe.probe(image, null, ""), full));
    }

    private void assertRefused(Result result, String reason) {
        assertThat(result).isInstanceOfSatisfying(Result.Refused.class, r -> assertThat(r.reason())
                .contains(reason));
        assertThat(made.size()).isZero();
    }

    /** JPEG keeps colours only nearly. */
    private void assertColour(int x, int y, Color expected) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(made.toByteArray()));
        Color actual = new Color(image.getRGB(x, y));
        int distance = Math.abs(actual.getRed() - expected.getRed())
                + Math.abs(actual.getGreen() - expected.getGreen())
                + Math.abs(actual.getBlue() - expected.getBlue());
        assertThat(distance).as("%s against %s", actual, expected).isLessThan(30);
    }

    private Result make(byte[] content) throws IOException {
        return make(thumbnail, write(content));
    }

    private Result make(Thumbnail thumbnail, Path image) throws IOException {
        return thumbnail.make(image, MediaProbe.probe(image, null, ""), made);
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("image"), content);
    }
}
