package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.FLUX;
import static io.vsl.devstack.simulator.RunningSimulator.MUSICGEN;
import static io.vsl.devstack.simulator.RunningSimulator.SDXL;
import static io.vsl.devstack.simulator.RunningSimulator.SVD;
import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.jcodec.common.Codec;
import org.jcodec.common.DemuxerTrackMeta;
import org.jcodec.common.io.ByteBufferSeekableByteChannel;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTest {

    private static final int MP3_SAMPLES_A_FRAME = 1152;
    private static final int MP3_BYTES_A_FRAME = 144 * 128_000 / 32_000;

    @TempDir
    private static Path dir;

    private static RunningSimulator replicate;

    @BeforeAll
    static void start() {
        replicate = new RunningSimulator(dir, 100);
    }

    @AfterAll
    static void stop() {
        replicate.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1:1, 1024, 1024, webp, image/webp", "16:9, 1344, 768, png, image/png", "21:9, 1536, 640, jpg, image/jpeg",
        "3:2, 1216, 832, webp, image/webp", "2:3, 832, 1216, webp, image/webp", "4:5, 896, 1088, webp, image/webp",
        "5:4, 1088, 896, webp, image/webp", "3:4, 896, 1152, webp, image/webp", "4:3, 1152, 896, webp, image/webp",
        "9:16, 768, 1344, webp, image/webp", "9:21, 640, 1536, webp, image/webp"
    })
    void fluxGivesTheSizeOfTheRatioInTheFormatAskedFor(String ratio, int width, int height, String format, String type)
            throws Exception {
        HttpResponse<byte[]> file = file(FLUX, input("prompt", "x", "aspect_ratio", ratio, "output_format", format));

        assertThat(file.headers().firstValue("content-type")).contains(type);
        assertThat(file.headers().firstValueAsLong("content-length")).hasValue(file.body().length);
        assertIsImage(file.body(), width, height, format.equals("jpg") ? "JPEG" : format);
    }

    @Test
    void aQuarterMegapixelIsHalfTheWidthAndHeight() throws Exception {
        assertIsImage(file(FLUX, input("prompt", "x", "megapixels", "0.25")).body(), 512, 512, "webp");
    }

    @Test
    void sdxlGivesPngsOfTheWidthAndHeightAskedForEachDifferent() throws Exception {
        JsonObject created = replicate.createVersion(SDXL, input("width", 768, "height", 320, "num_outputs", 4));
        JsonArray urls = replicate.reach(created, "succeeded").getJsonArray("output");

        Set<ByteBuffer> different = new HashSet<>();
        for (Object url : urls) {
            byte[] file = replicate.download((String) url).body();
            assertIsImage(file, 768, 320, "png");
            different.add(ByteBuffer.wrap(file));
        }
        assertThat(different).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"14_frames_with_svd, 14, 7", "25_frames_with_svd_xt, 25, 10"})
    void stableVideoDiffusionGivesAnMp4WithTheFramesAndTheRateAskedFor(String length, int frames, int fps)
            throws Exception {
        HttpResponse<byte[]> file = file(
                "/v1/predictions",
                input(
                                "input_image",
                                "http://127.0.0.1:" + replicate.port() + "/_sim/sample.png",
                                "video_length",
                                length,
                                "frames_per_second",
                                fps)
                        .put("version", SVD));

        assertThat(file.headers().firstValue("content-type")).contains("video/mp4");
        MP4Demuxer video = MP4Demuxer.createMP4Demuxer(
                ByteBufferSeekableByteChannel.readFromByteBuffer(ByteBuffer.wrap(file.body())));
        DemuxerTrackMeta track = video.getVideoTrack().getMeta();
        assertThat(track.getCodec()).isEqualTo(Codec.H264);
        assertThat(track.getTotalFrames()).isEqualTo(frames);
        assertThat(track.getTotalDuration()).isCloseTo(frames / (double) fps, within(0.01));
        assertThat(track.getVideoCodecMeta().getSize().getWidth()).isEqualTo(1024);
        assertThat(track.getVideoCodecMeta().getSize().getHeight()).isEqualTo(576);
    }

    @Test
    void musicgenGivesAWavOfTheDurationAskedFor() throws Exception {
        HttpResponse<byte[]> file =
                file("/v1/predictions", input("prompt", "x", "duration", 5).put("version", MUSICGEN));

        assertThat(file.headers().firstValue("content-type")).contains("audio/wav");
        try (AudioInputStream audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file.body()))) {
            assertThat(audio.getFrameLength() / audio.getFormat().getFrameRate())
                    .isEqualTo(5);
            assertThat(audio.getFormat().getSampleRate()).isEqualTo(32_000);
        }
    }

    @Test
    void musicgenGivesAnMp3OfTheDurationAskedFor() throws Exception {
        byte[] file = file(
                        "/v1/predictions",
                        input("prompt", "x", "duration", 5, "output_format", "mp3")
                                .put("version", MUSICGEN))
                .body();

        int frames = 0;
        for (int at = 0; at < file.length; at += MP3_BYTES_A_FRAME) {
            assertThat(file[at]).as("sync at %d", at).isEqualTo((byte) 0xFF);
            assertThat(file[at + 1] & 0xFE).as("MPEG 1 layer III at %d", at).isEqualTo(0xFA);
            frames++;
        }
        assertThat(frames * MP3_SAMPLES_A_FRAME / 32_000.0).isCloseTo(5, within(0.15));
    }

    @Test
    void theRestOfAFileCanBeHadAsLongAsItIsTheSame() throws Exception {
        HttpResponse<byte[]> whole = replicate.download(sample());
        String tag = whole.headers().firstValue("etag").orElseThrow();

        HttpResponse<byte[]> rest = rest("bytes=1000-", tag);
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("content-range"))
                .contains("bytes 1000-%d/%d".formatted(whole.body().length - 1, whole.body().length));
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 1000, whole.body().length));
        assertThat(rest("bytes=1000-", "\"another\"").body()).isEqualTo(whole.body());
        assertThat(rest("bytes=99999999-", tag).statusCode()).isEqualTo(416);
    }

    private static HttpResponse<byte[]> rest(String range, String tag) throws Exception {
        return replicate.download(sample(), "range", range, "if-range", tag);
    }

    private static String sample() {
        return "http://127.0.0.1:" + replicate.port() + "/_sim/sample.png";
    }

    @Test
    void thereIsASamplePicture() throws Exception {
        assertIsImage(replicate.download(sample()).body(), 1024, 576, "png");
    }

    @Test
    void outputsAreOnADeliveryHostOfTheirOwnWhenThereIsOne(@TempDir Path other) throws Exception {
        try (RunningSimulator elsewhere = new RunningSimulator(other, 1000, "localhost")) {
            JsonArray urls =
                    elsewhere.reach(elsewhere.createFlux(), "succeeded").getJsonArray("output");

            assertThat(urls.getString(0)).startsWith("http://localhost:" + elsewhere.port() + "/delivery/");
            assertThat(elsewhere.download(urls.getString(0)).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<byte[]> file(String path, JsonObject body) throws Exception {
        Object output =
                replicate.reach(replicate.create(path, body), "succeeded").getValue("output");
        HttpResponse<byte[]> file =
                replicate.download(output instanceof JsonArray urls ? urls.getString(0) : (String) output);
        assertThat(file.statusCode()).isEqualTo(200);
        return file;
    }

    private static void assertIsImage(byte[] bytes, int width, int height, String format) throws Exception {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            assertThat(reader.getFormatName()).isEqualToIgnoringCase(format);
            reader.setInput(in);
            BufferedImage image = reader.read(0);
            assertThat(image.getWidth()).isEqualTo(width);
            assertThat(image.getHeight()).isEqualTo(height);
        }
    }
}
