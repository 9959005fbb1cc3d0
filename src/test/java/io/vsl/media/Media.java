package io.vsl.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Media made on the spot, as bytes. */
final class Media {

    private Media() {}

    /** One whole file of each format whose facts are read, by extension. */
    static Map<String, byte[]> ofEachFormat() {
        Map<String, byte[]> media = new LinkedHashMap<>();
        for (String format : new String[] {"png", "jpg", "gif", "webp"}) {
            media.put(format, image(format, redLeftBlueRight(64, 48)));
        }
        media.put("mp4", mp4("isom", movie(1000, 2500, soundTrack(), videoTrack(640, 360, 24, 60))));
        media.put("wav", wav(2.5));
        media.put("mp3", mp3(100));
        media.put("flac", flac(44_100, 110_250));
        return media;
    }

    static BufferedImage redLeftBlueRight(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return image;
    }

    static BufferedImage transparent(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    }

    static byte[] image(String format, BufferedImage image) {
        if (format.equals("webp")) {
            return Ffmpeg.convert(image("png", image), "-c:v", "libwebp", "-f", "webp");
        }
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalStateException("no writer of " + format);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JPEG with an EXIF segment that holds nothing but the orientation, 1 to 8. */
    static byte[] jpegTurned(int orientation, BufferedImage image) {
        byte[] jpeg = image("jpg", image);
        byte[] exif = ByteBuffer.allocate(36)
                .putShort((short) 0xffe1)
                .putShort((short) 34)
                .put(ascii("Exif\0\0"))
                .put(ascii("MM\0*"))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
        return join(Arrays.copyOf(jpeg, 2), exif, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    /** A PNG that ends after its header, which may claim any size. */
    static byte[] pngHeader(int width, int height) {
        return ByteBuffer.allocate(33)
                .put(ascii("\u0089PNG\r\n\u001a\n"))
                .putInt(13)
                .put(ascii("IHDR"))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .putInt(0)
                .array();
    }

    /** Silence, 32 kHz, 16 bits, mono. */
    static byte[] wav(double seconds) {
        AudioFormat format = new AudioFormat(32_000, 16, 1, true, false);
        int frames = (int) (seconds * 32_000);
        ByteArrayInputStream silence = new ByteArrayInputStream(new byte[2 * frames]);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            AudioSystem.write(new AudioInputStream(silence, format, frames), AudioFileFormat.Type.WAVE, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Frames of 1152 samples, 128 kbit/s, 44.1 kHz, stereo. */
    static byte[] mp3(int frames) {
        ByteBuffer bytes = ByteBuffer.allocate(417 * frames);
        for (int i = 0; i < frames; i++) {
            bytes.put(417 * i, new byte[] {(byte) 0xff, (byte) 0xfb, (byte) 0x90, 0});
        }
        return bytes.array();
    }

    static byte[] id3Tag(int size) {
        ByteBuffer tag = ByteBuffer.allocate(10 + size).put(ascii("ID3")).put(new byte[] {4, 0, 0});
        for (int shift = 21; shift >= 0; shift -= 7) {
            tag.put((byte) (size >> shift & 0x7f));
        }
        return tag.array();
    }

    static byte[] flac(int samplesPerSecond, long samples) {
        return ByteBuffer.allocate(42)
                .put(ascii("fLaC"))
                .putInt(0x80000022)
                .put(new byte[10])
                .putLong((long) samplesPerSecond << 44 | 1L << 41 | 15L << 36 | samples)
                .array();
    }

    static byte[] ebml(String docType) {
        byte[] type = join(new byte[] {0x42, (byte) 0x82, (byte) (0x80 | docType.length())}, ascii(docType));
        return join(ascii("\u001aE\u00df\u00a3"), new byte[] {(byte) (0x80 | type.length)}, type);
    }

    static byte[] mp4(String brand, byte[] movie) {
        return join(box("ftyp", ascii(brand), new byte[4]), box("mdat", new byte[500]), movie);
    }

    static byte[] movie(int timescale, int duration, byte[]... tracks) {
        return box("moov", join(box("mvhd", times(timescale, duration), new byte[80]), join(tracks)));
    }

    static byte[] videoTrack(int width, int height, int fps, int frames) {
        byte[] entry = ByteBuffer.allocate(86)
                .putInt(86)
                .put(ascii("avc1"))
                .putShort(32, (short) width)
                .putShort(34, (short) height)
                .array();
        byte[] description = box("stsd", ints(0, 1), entry);
        byte[] samples = box("stts", ints(0, 2, frames - 10, 512, 10, 512));
        return track("vide", times(512 * fps, 512 * frames), box("stbl", description, samples));
    }

    static byte[] soundTrack() {
        return track("soun", times(48_000, 120_000), box("stbl"));
    }

    /** The common start of {@code mvhd} and {@code mdhd}, version 0. */
    static byte[] times(int timescale, int duration) {
        return ints(0, 0, 0, timescale, duration);
    }

    private static byte[] track(String handler, byte[] times, byte[] samples) {
        byte[] media = box("mdia", box("mdhd", times), box("hdlr", ints(0, 0), ascii(handler)), box("minf", samples));
        return box("trak", box("tkhd", new byte[84]), media);
    }

    static byte[] box(String type, byte[]... content) {
        byte[] body = join(content);
        return join(ints(8 + body.length), ascii(type), body);
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
