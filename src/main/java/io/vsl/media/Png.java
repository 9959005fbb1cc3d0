package io.vsl.media;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** What stands in the chunks of a PNG before its pixels (PNG specification, third edition, 11.3). */
final class Png {

    private static final int FIRST_CHUNK = 8;
    private static final int LARGEST_CHUNK = 4 << 20;
    private static final int LARGEST_PROFILE = 4 << 20;

    private Png() {}

    /** The EXIF data, a TIFF header first; null when there is none. */
    static byte @Nullable [] exif(HeaderBytes file) throws IOException {
        return chunk("eXIf", file);
    }

    /** Whether it is an APNG, which moves. */
    static boolean isAnimated(HeaderBytes file) throws IOException {
        return chunk("acTL", file) != null;
    }

    /** The ICC profile that its numbers are of; null when there is none that can be read. */
    static byte @Nullable [] profile(HeaderBytes file) throws IOException {
        byte[] chunk = chunk("iCCP", file);
        if (chunk == null) {
            return null;
        }
        int name = 0;
        while (name < chunk.length && chunk[name] != 0) {
            name++;
        }
        int from = Math.min(chunk.length, name + 2);
        try (InputStream inflated =
                new InflaterInputStream(new ByteArrayInputStream(chunk, from, chunk.length - from))) {
            byte[] profile = inflated.readNBytes(LARGEST_PROFILE);
            return inflated.read() < 0 ? profile : null;
        } catch (IOException broken) {
            return null;
        }
    }

    private static byte @Nullable [] chunk(String type, HeaderBytes file) throws IOException {
        long at = FIRST_CHUNK;
        while (!file.has(at + 4, type)) {
            if (file.has(at + 4, "IDAT")) {
                return null;
            }
            at += 12 + file.u32(at);
        }
        if (file.u32(at) > LARGEST_CHUNK) {
            throw new EOFException();
        }
        return file.bytes(at + 8, (int) file.u32(at));
    }
}
