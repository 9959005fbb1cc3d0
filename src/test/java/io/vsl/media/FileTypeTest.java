package io.vsl.media;

import static io.vsl.media.Media.ascii;
import static io.vsl.media.Media.box;
import static io.vsl.media.Media.ebml;
import static io.vsl.media.Media.flac;
import static io.vsl.media.Media.id3Tag;
import static io.vsl.media.Media.image;
import static io.vsl.media.Media.ints;
import static io.vsl.media.Media.join;
import static io.vsl.media.Media.movie;
import static io.vsl.media.Media.mp3;
import static io.vsl.media.Media.mp4;
import static io.vsl.media.Media.pngHeader;
import static io.vsl.media.Media.redLeftBlueRight;
import static io.vsl.media.Media.soundTrack;
import static io.vsl.media.Media.videoTrack;
import static io.vsl.media.Media.wav;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.MediaType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypeTest {

    private static final FileType MP4 = new FileType("video/mp4", "mp4");

    @ParameterizedTest
    @CsvSource({"png,image/png", "jpg,image/jpeg", "gif,image/gif", "webp,image/webp"})
    void anImageIsKnownByItsBytes(String format, String contentType) throws IOException {
        assertThat(type(image(format, redLeftBlueRight(64, 48)))).isEqualTo(new FileType(contentType, format));
    }

    @Test
    void aSoundIsKnownByItsBytes() throws IOException {
        assertThat(type(wav(0.1))).isEqualTo(new FileType("audio/wav", "wav"));
        assertThat(type(mp3(3))).isEqualTo(new FileType("audio/mpeg", "mp3"));
        assertThat(type(flac(44_100, 1))).isEqualTo(new FileType("audio/flac", "flac"));
    }

    @Test
    void aTagIsNotWhatStandsBehindIt() throws IOException {
        assertThat(type(join(id3Tag(300), mp3(3)))).isEqualTo(new FileType("audio/mpeg", "mp3"));
        assertThat(type(join(id3Tag(300), flac(44_100, 1)))).isEqualTo(new FileType("audio/flac", "flac"));
        assertThat(type(join(id3Tag(300), ascii("\u00ff\u00f1\u0050\u0080"))))
                .isEqualTo(new FileType("audio/aac", "aac"));
        assertThat(type(id3Tag(0))).isEqualTo(new FileType("audio/mpeg", "mp3"));
        assertThat(type(ascii("ID3"))).isEqualTo(new FileType("audio/mpeg", "mp3"));
    }

    @ParameterizedTest
    @CsvSource({
        "image/jpeg,image/jpeg",
        "video/mp4,video/mp4",
        "IMAGE/JPEG; q=1,image/jpeg",
        "audio/x-wav,audio/wav",
        "audio/x-flac,audio/flac"
    })
    void aNameThatMeansTheSameIsNoOtherDeclaration(String said, String is) {
        assertThat(new FileType(is, "x").otherwiseDeclared(said)).isEmpty();
    }

    @Test
    void aFileOfAnotherKindThanItsHostDeclaredIsReported() {
        FileType png = new FileType("image/png", "png");

        assertThat(png.otherwiseDeclared("image/jpeg")).contains("image/jpeg");
        assertThat(png.otherwiseDeclared("video/mp4; codecs=x")).contains("video/mp4");
        assertThat(png.otherwiseDeclared("application/octet-stream")).isEmpty();
        assertThat(png.otherwiseDeclared("nonsense")).isEmpty();
        assertThat(png.otherwiseDeclared(null)).isEmpty();
    }

    @Test
    void anMp4WithoutPicturesIsSound() throws IOException {
        FileType type = type(mp4("isom", movie(1000, 2500, soundTrack())));

        assertThat(type).isEqualTo(new FileType("audio/mp4", "m4a"));
        assertThat(type.mediaType()).contains(MediaType.AUDIO);
    }

    @Test
    void aStillImageInAnMp4ContainerIsNoVideo() throws IOException {
        assertThat(type(mp4("avif", new byte[0])).contentType()).isEqualTo("image/avif");
        assertThat(type(mp4("heic", new byte[0])).contentType()).isEqualTo("image/heic");
    }

    @Test
    void webmMatroskaAndOggAreKnownByTheirFirstBytes() throws IOException {
        assertThat(type(ebml("webm")).contentType()).isEqualTo("video/webm");
        assertThat(type(ebml("webm \u0086\u0086A_OPUS")).contentType()).isEqualTo("audio/webm");
        assertThat(type(ebml("webm \u0086\u0085V_VP9 \u0086\u0086A_OPUS")).contentType())
                .isEqualTo("video/webm");
        assertThat(type(ebml("matroska")).contentType()).isEqualTo("video/x-matroska");
        assertThat(type(ebml("other")).contentType()).isEqualTo("application/x-matroska");
        assertThat(type(ascii("OggS")).contentType()).isEqualTo("audio/ogg");
    }

    @Test
    void whatIsSaidOfAFileIsNotAskedWhereItsBytesTell() throws IOException {
        assertThat(FileType.of(pngHeader(10, 20), "video/mp4", "film.mp4")).isEqualTo(new FileType("image/png", "png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "RIFF", "<html>Not Found</html>", "{\"detail\":\"gone\"}"})
    void whatIsNoMediaIsNone(String content) throws IOException {
        assertThat(type(ascii(content)).mediaType()).isEmpty();
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
        assertThat(FileType.of(ascii(content), said, Objects.requireNonNullElse(name, "")))
                .isEqualTo(new FileType(type, extension));
    }

    @Test
    void aFileCutAnywhereKeepsItsType() throws IOException {
        for (byte[] whole : Media.ofEachFormat().values()) {
            FileType expected = type(whole);
            for (int percent = 0; percent < 100; percent++) {
                assertThat(type(Arrays.copyOf(whole, Math.max(16, whole.length * percent / 100))))
                        .isEqualTo(expected);
            }
        }
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

        assertThat(type(mp4("isom", empty))).isEqualTo(MP4);
        assertThat(type(mp4("isom", standingStill))).isEqualTo(MP4);
        assertThat(type(mp4("isom", box("moov", nested)))).isEqualTo(MP4);
        assertThat(type(mp4("isom", box("moov", many.array())))).isEqualTo(MP4);
    }

    @ParameterizedTest
    @CsvSource({"audio/mp4,audio/mp4", "video/mp4,video/mp4", ",video/mp4"})
    void aFilmWhoseIndexIsNotInItsBeginningIsWhatWasSaidOfIt(@Nullable String said, String is) {
        byte[] beginning = join(
                box("ftyp", ascii("isom"), new byte[4]),
                ints(1),
                ascii("mdat"),
                ByteBuffer.allocate(8).putLong(5L << 30).array(),
                new byte[100]);

        assertThat(FileType.of(beginning, said, "").contentType()).isEqualTo(is);
    }

    @Test
    void aQuickTimeFilmIsAVideoToo() throws IOException {
        assertThat(type(mp4("qt  ", movie(600, 600, videoTrack(64, 48, 30, 30)))))
                .isEqualTo(new FileType("video/quicktime", "mov"));
    }

    private FileType type(byte[] content) {
        return FileType.of(content, null, "");
    }
}
