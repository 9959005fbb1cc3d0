package io.vsl.media;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What stands in the marker segments before the scan of a JPEG (ITU T.81, annex B). */
final class Jpeg {

    private static final int APP1 = 0xe1;
    private static final String EXIF = "Exif\0\0";

    private Jpeg() {}

    /** The first EXIF data before the frame header, from its identifier on; null when there is none. */
    static byte @Nullable [] exif(HeaderBytes file) throws IOException {
        for (long at = 2; file.u8(at) == 0xff && !isFrameHeader(file.u8(at + 1)); at = next(at, file)) {
            if (file.u8(at + 1) == APP1 && file.has(at + 4, EXIF)) {
                return file.bytes(at + 4, file.u16(at + 2) - 2);
            }
        }
        return null;
    }

    private static long next(long at, HeaderBytes file) throws IOException {
        boolean fillByte = file.u8(at + 1) == 0xff;
        return fillByte ? at + 1 : at + 2 + file.u16(at + 2);
    }

    /** SOF0 to SOF15; DHT, JPG and DAC lie between them. */
    private static boolean isFrameHeader(int marker) {
        boolean other = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
        return marker >= 0xc0 && marker <= 0xcf && !other;
    }
}
