package io.vsl.media;

import java.io.IOException;

/**
 * MPEG audio, layer III (ISO 11172-3, ISO 13818-3 and the 2.5 extension), which has frames but no file header: it is
 * known by two frames that follow each other.
 */
final class Mp3 {

    private static final int[] KBITS_V1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KBITS_V2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] RATES_V1 = {44_100, 48_000, 32_000};

    private Mp3() {}

    static boolean is(HeaderBytes file) throws IOException {
        int first = frameLength(0, file);
        return first > 0 && (first + 4 > file.size() || frameLength(first, file) > 0);
    }

    /**
     * What stands behind an ID3v2 tag, which may stand before any sound. id3.org, ID3v2.4, 3.1: ten bytes, then as many
     * as four times seven bits say, then perhaps a footer.
     */
    static long endOfTag(HeaderBytes file) throws IOException {
        int size = file.u8(6) << 21 | file.u8(7) << 14 | file.u8(8) << 7 | file.u8(9);
        boolean footer = (file.u8(5) & 0x10) != 0;
        return 10L + size + (footer ? 10 : 0);
    }

    /** In bytes; 0 where there is no frame. */
    private static int frameLength(long at, HeaderBytes file) throws IOException {
        if (at + 4 > file.size()) {
            return 0;
        }
        long header = file.u32(at);
        int version = (int) (header >> 19 & 3);
        int layer = (int) (header >> 17 & 3);
        int bitRate = (int) (header >> 12 & 15);
        int sampleRate = (int) (header >> 10 & 3);
        boolean padded = (header >> 9 & 1) == 1;
        if (header >> 21 != 0x7ff || version == 1 || layer != 1 || bitRate == 0 || bitRate == 15 || sampleRate == 3) {
            return 0;
        }
        boolean v1 = version == 3;
        int bitsPerSecond = 1000 * (v1 ? KBITS_V1 : KBITS_V2)[bitRate];
        int samplesPerSecond = RATES_V1[sampleRate] >> (v1 ? 0 : version == 2 ? 1 : 2);
        int samples = v1 ? 1152 : 576;
        return samples / 8 * bitsPerSecond / samplesPerSecond + (padded ? 1 : 0);
    }
}
