package io.vsl.media;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What stands in the chunks of a WebP beside its pixels (RFC 9649, 2.7). */
final class Webp {

    private static final int FIRST_CHUNK = 12;
    private static final int ICC = 0x20;
    private static final int ANIMATION = 0x02;
    private static final int LARGEST_EXIF = 1 << 20;

    private Webp() {}

    static boolean hasProfile(HeaderBytes file) throws IOException {
        return (flags(file) & ICC) != 0;
    }

    static boolean isAnimated(HeaderBytes file) throws IOException {
        return (flags(file) & ANIMATION) != 0;
    }

    private static int flags(HeaderBytes file) throws IOException {
        return file.has(FIRST_CHUNK, "VP8X") ? file.u8(FIRST_CHUNK + 8) : 0;
    }

    /**
     * Width and height.
     *
     * @throws EOFException when it doesn't say
     */
    static Size size(HeaderBytes file) throws IOException {
        return switch (file.text(FIRST_CHUNK, 4)) {
            case "VP8X" -> new Size(1 + file.u24LittleEndian(24), 1 + file.u24LittleEndian(27));
            case "VP8L" -> {
                long bits = file.u32LittleEndian(21);
                yield new Size(1 + (int) (bits & 0x3fff), 1 + (int) (bits >> 14 & 0x3fff));
            }
            case "VP8 " -> new Size(file.u16LittleEndian(26) & 0x3fff, file.u16LittleEndian(28) & 0x3fff);
            default -> throw new EOFException();
        };
    }

    /** The EXIF data, a TIFF header first; null when there is none. */
    static byte @Nullable [] exif(HeaderBytes file) throws IOException {
        long at = find("EXIF", FIRST_CHUNK, file);
        return at < 0 ? null : file.bytes(at + 8, (int) Math.min(LARGEST_EXIF, file.u32LittleEndian(at + 4)));
    }

    /**
     * How many frames an animation has, and how long each is shown.
     *
     * @param millis of all of them
     */
    record Frames(int count, long millis) {}

    static Frames frames(HeaderBytes file) throws IOException {
        int count = 0;
        long millis = 0;
        for (long at = find("ANMF", FIRST_CHUNK, file); at >= 0; at = find("ANMF", next(at, file), file)) {
            count++;
            millis += file.u24LittleEndian(at + 8 + 12);
        }
        return new Frames(count, millis);
    }

    /** The first chunk of that type from a place on; -1 when there is none. */
    private static long find(String type, long from, HeaderBytes file) throws IOException {
        try {
            long at = from;
            while (!file.has(at, type)) {
                at = next(at, file);
            }
            return at;
        } catch (EOFException end) {
            return -1;
        }
    }

    private static long next(long at, HeaderBytes file) throws IOException {
        long size = file.u32LittleEndian(at + 4);
        return at + 8 + size + (size & 1);
    }
}
