package io.vsl.store.media;

import static io.vsl.store.media.Media.ascii;
import static io.vsl.store.media.Media.box;
import static io.vsl.store.media.Media.ebml;
import static io.vsl.store.media.Media.flac;
import static io.vsl.store.media.Media.id3Tag;
import static io.vsl.store.media.Media.image;
import static io.vsl.store.media.Media.ints;
import static io.vsl.store.media.Media.join;
import static io.vsl.store.media.Media.longTimes;
import static io.vsl.store.media.Media.movie;
import static io.vsl.store.media.Media.mp3;
import static io.vsl.store.media.Media.mp3Counted;
import static io.vsl.store.media.Media.mp4;
import static io.vsl.store.media.Media.pngHeader;
import static io.vsl.store.media.Media.redLeftBlueRight;
import static io.vsl.store.media.Media.soundTrack;
import static io.vsl.store.media.Media.transparent;
import static io.vsl.store.media.Media.videoTrack;
import static io.vsl.store.media.Media.wav;
import static io.vsl.store.media.Media.webp;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.vsl.job.MediaType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaProbeTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"png,image/png,png", "jpg,image/jpeg,jpg", "gif,image/gif,gif", "webp,image/webp,webp"})
    void anImageHasItsTypeAndSize(String format, String contentType, String extension) throws IOException {
        MediaFacts facts = probe(image(format, redLeftBlueRight(1344, 768)));

        assertThat(facts).isEqualTo(new MediaFacts(contentType, extension, 1344, 768, null, null));
        assertThat(facts.mediaType()).contains(MediaType.IMAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lossy", "Lossless"})
    void aWebpOfEveryKindHasItsSize(String compression) throws IOException {
        assertThat(probe(webp(compression, redLeftBlueRight(333, 77)))).isEqualTo(webpOf(333, 77));
        assertThat(probe(webp(compression, transparent(333, 77)))).isEqualTo(webpOf(333, 77));
    }

    private static MediaFacts webpOf(int width, int height) {
        return new MediaFacts("image/webp", "webp", width, height, null, null);
    }

    @Test
    void theSizeOfAnExtendedWebpIsThatOfItsCanvas() throws IOException {
        byte[] header = {0x10, 0, 0, 0, (byte) 0x8f, 1, 0, (byte) 0x2b, 1, 0};

        byte[] file = join(ascii("RIFF\0\0\0\0WEBPVP8X\n\0\0\0"), header);

        assertThat(probe(file)).isEqualTo(webpOf(400, 300));
    }

    @Test
    void aVideoHasItsSizeLengthAndRate() throws IOException {
        byte[] file = mp4("isom", movie(1000, 2500, soundTrack(), videoTrack(1024, 576, 24, 60)));

        MediaFacts facts = probe(file);

        assertThat(facts).isEqualTo(new MediaFacts("video/mp4", "mp4", 1024, 576, 2.5, 24.0));
        assertThat(facts.mediaType()).contains(MediaType.VIDEO);
    }

    @Test
    void aQuickTimeFilmIsAVideoToo() throws IOException {
        MediaFacts facts = probe(mp4("qt  ", movie(600, 600, videoTrack(64, 48, 30, 30))));

        assertThat(facts).isEqualTo(new MediaFacts("video/quicktime", "mov", 64, 48, 1.0, 30.0));
    }

    @Test
    void anMp4WithoutPicturesIsSound() throws IOException {
        MediaFacts facts = probe(mp4("isom", movie(1000, 2500, soundTrack())));

        assertThat(facts).isEqualTo(new MediaFacts("audio/mp4", "m4a", null, null, 2.5, null));
        assertThat(facts.mediaType()).contains(MediaType.AUDIO);
    }

    @Test
    void anMp4MayCountItsTicksIn64Bits() throws IOException {
        byte[] movie = box("moov", box("mvhd", longTimes(90_000, 90_000L * 100_000), new byte[80]));

        assertThat(probe(mp4("isom", movie)).duration()).isEqualTo(100_000.0);
    }

    @Test
    void anMp4ThatLeavesItsLengthOpenHasNone() throws IOException {
        assertThat(probe(mp4("isom", movie(1000, -1))).duration()).isNull();
        assertThat(probe(mp4("isom", movie(1000, 0))).duration()).isNull();
        assertThat(probe(mp4("isom", movie(0, 1000))).duration()).isNull();
    }

    @Test
    void aStillImageInAnMp4ContainerIsNoVideo() throws IOException {
        assertThat(probe(mp4("avif", new byte[0])).contentType()).isEqualTo("image/avif");
        assertThat(probe(mp4("heic", new byte[0])).contentType()).isEqualTo("image/heic");
    }

    @Test
    void aFilmOfGigabytesCostsNoMoreThanAShortOne() throws IOException {
        long mediaData = 5L << 30;
        Path film = folder.resolve("film");
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            file.write(join(box("ftyp", ascii("isom"), new byte[4]), ints(1), ascii("mdat")));
            file.writeLong(16 + mediaData);
            file.seek(file.getFilePointer() + mediaData);
            file.write(movie(1000, 2500, videoTrack(640, 360, 24, 60)));
        }

        assertThat(MediaProbe.probe(film, null, "")).isEqualTo(new MediaFacts("video/mp4", "mp4", 640, 360, 2.5, 24.0));
    }

    @Test
    void aWavHasItsLength() throws IOException {
        MediaFacts facts = probe(wav(2.5));

        assertThat(facts).isEqualTo(new MediaFacts("audio/wav", "wav", null, null, 2.5, null));
        assertThat(facts.mediaType()).contains(MediaType.AUDIO);
    }

    @Test
    void aWavThatWasStreamedIsAsLongAsTheSoundThatIsThere() throws IOException {
        byte[] file = wav(2.5);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(40, -1);

        assertThat(probe(file).duration()).isEqualTo(2.5);
    }

    @Test
    void anMp3HasTheLengthThatItsFramesAddUpTo() throws IOException {
        MediaFacts facts = probe(mp3(100));

        assertThat(facts.contentType()).isEqualTo("audio/mpeg");
        assertThat(facts.extension()).isEqualTo("mp3");
        assertThat(facts.mediaType()).contains(MediaType.AUDIO);
        assertThat(facts.duration()).isCloseTo(100 * 1152 / 44_100.0, within(0.01));
    }

    @Test
    void theCountInTheFirstFrameOfAnMp3IsBelievedWithoutItsSilence() throws IOException {
        byte[] file = mp3Counted(1000, 576, 1200);

        assertThat(probe(file).duration()).isEqualTo(Math.round((1_152_000 - 1776) / 44.1) / 1000.0);
    }

    @Test
    void theTagBeforeAnMp3IsNotPartOfTheSound() throws IOException {
        byte[] file = join(id3Tag(100_000), mp3(100));

        assertThat(probe(file)).isEqualTo(probe(mp3(100)));
    }

    @Test
    void aFlacHasItsLength() throws IOException {
        assertThat(probe(flac(44_100, 110_250))).isEqualTo(new MediaFacts("audio/flac", "flac", null, null, 2.5, null));
    }

    @Test
    void webmMatroskaAndOggAreKnownByTheirFirstBytes() throws IOException {
        assertThat(probe(ebml("webm")).contentType()).isEqualTo("video/webm");
        assertThat(probe(ebml("webm \u0086\u0086A_OPUS")).contentType()).isEqualTo("audio/webm");
        assertThat(probe(ebml("webm \u0086\u0085V_VP9 \u0086\u0086A_OPUS")).contentType())
                .isEqualTo("video/webm");
        assertThat(probe(ebml("matroska")).contentType()).isEqualTo("video/x-matroska");
        assertThat(probe(ebml("other")).contentType()).isEqualTo("application/x-matroska");
        assertThat(probe(ascii("OggS")).contentType()).isEqualTo("audio/ogg");
    }

    @Test
    void whatIsSaidOfAFileIsNotAskedWhereItsBytesTell() throws IOException {
        Path file = Files.write(folder.resolve("film.mp4"), pngHeader(10, 20));

        assertThat(MediaProbe.probe(file, "video/mp4", "film.mp4"))
                .isEqualTo(new MediaFacts("image/png", "png", 10, 20, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "RIFF", "<html>Not Found</html>", "{\"detail\":\"gone\"}"})
    void whatIsNoMediaIsNone(String content) throws IOException {
        assertThat(probe(ascii(content)).mediaType()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<svg xmlns='http://www.w3.org/2000/svg'/>|||image/svg+xml|svg",
                "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>|text/plain|a.svg|image/svg+xml|svg",
                "~\u00ff\u00f1\u0050\u0080~|audio/aac|tone.aac|audio/aac|aac",
                "~FORM\u0000\u0000\u0000\u0010AIFFCOMM~|||audio/aiff|aif",
                "~PK\u0003\u0004~|||application/zip|zip",
                "~PK\u0003\u0004~||a.png|application/zip|zip",
                "~\u0001\u0002\u0003\u0004~|audio/pcm||audio/pcm|bin",
                "~\u0001\u0002\u0003\u0004~|Audio/PCM; rate=16000|a.pcm|audio/pcm|pcm",
                "~glTF\u0002\u0000\u0000\u0000~|model/gltf-binary|mesh.glb|model/gltf-binary|glb",
                "~\u0001\u0002\u0003\u0004~||w.safetensors|application/octet-stream|safetensors",
                "~\u0001\u0002\u0003\u0004~||../../x|application/octet-stream|bin",
                "~\u0001\u0002\u0003\u0004~|nonsense||application/octet-stream|bin",
                "a story||output.txt|text/plain|txt",
                "{}|application/json|output.json|application/json|json",
                "<html>Not Found</html>|image/png|a.png|application/octet-stream|png",
                "alert(1)|text/javascript|a.js|application/octet-stream|js"
            })
    void whatWeDoNotKnowIsTypedByItsBytesOrElseByWhatIsSaidOfIt(
            String content, String said, String name, String type, String extension) throws IOException {
        Path file = Files.write(folder.resolve("file"), ascii(content));

        assertThat(MediaProbe.probe(file, said, Objects.requireNonNullElse(name, "")))
                .isEqualTo(new MediaFacts(type, extension, null, null, null, null));
    }

    @Test
    void aHeaderMayClaimAnySize() throws IOException {
        assertThat(probe(pngHeader(50_000, 50_000)).width()).isEqualTo(50_000);
        assertThat(probe(pngHeader(-1, 7)).width()).isNull();
        assertThat(probe(pngHeader(0, 7)).height()).isNull();
    }

    @Test
    void aFileCutAnywhereKeepsItsTypeAndSaysNothingFalse() throws IOException {
        for (byte[] whole : Media.ofEachFormat().values()) {
            MediaFacts expected = probe(whole);
            for (int percent = 0; percent < 100; percent++) {
                MediaFacts facts = probe(Arrays.copyOf(whole, Math.max(16, whole.length * percent / 100)));

                assertThat(facts.contentType()).isEqualTo(expected.contentType());
                assertThat(facts.width()).isIn(null, expected.width());
                assertThat(facts.height()).isIn(null, expected.height());
                assertThat(facts.fps()).isIn(null, expected.fps());
                assertThat(orZero(facts.duration())).isLessThanOrEqualTo(orZero(expected.duration()));
            }
        }
    }

    private static double orZero(@Nullable Double duration) {
        return duration == null ? 0 : duration;
    }

    @Test
    void aJpegOfEndlessSegmentsIsGivenUp() throws IOException {
        Path jpeg = folder.resolve("endless");
        try (RandomAccessFile file = new RandomAccessFile(jpeg.toFile(), "rw")) {
            file.writeShort(0xffd8);
            for (int i = 0; i < 2000; i++) {
                file.writeShort(0xffe2);
                file.writeShort(0xffff);
                file.seek(file.getFilePointer() + 0xfffd);
            }
            file.write(Arrays.copyOfRange(image("jpg", redLeftBlueRight(9, 9)), 2, 400));
        }

        assertThat(MediaProbe.probe(jpeg, null, ""))
                .isEqualTo(new MediaFacts("image/jpeg", "jpg", null, null, null, null));
    }

    @Test
    void aTableOfFramesThatClaimsMoreThanItHoldsIsNotBelieved() throws IOException {
        byte[] file = mp4("isom", movie(1000, 2500, videoTrack(640, 360, 24, 60), soundTrack()));
        int table = new String(file, ISO_8859_1).indexOf("stts");
        ByteBuffer.wrap(file).putInt(table + 8, 3);

        assertThat(probe(file)).isEqualTo(new MediaFacts("video/mp4", "mp4", 640, 360, 2.5, null));
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void boxesWithoutEndOrWithinEachOtherAreGivenUp() throws IOException {
        byte[] empty = box("moov");
        byte[] nested = new byte[0];
        for (int depth = 0; depth < 2_000; depth++) {
            nested = box("trak", nested);
        }
        ByteBuffer many = ByteBuffer.allocate(12 << 20);
        while (many.hasRemaining()) {
            many.put(box("trak"));
        }

        byte[] standingStill = join(ints(1), ascii("free"), new byte[8]);

        assertThat(probe(mp4("isom", empty)).width()).isNull();
        assertThat(probe(mp4("isom", standingStill)).width()).isNull();
        assertThat(probe(mp4("isom", box("moov", nested))).width()).isNull();
        assertThat(probe(mp4("isom", box("moov", many.array()))).width()).isNull();
    }

    @Test
    void aFileThatIsNotThereIsAFault() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> MediaProbe.probe(folder.resolve("nothing"), null, ""));
    }

    private MediaFacts probe(byte[] content) throws IOException {
        return MediaProbe.probe(Files.write(folder.resolve("file"), content), null, "");
    }
}
