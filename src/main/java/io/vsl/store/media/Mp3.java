package io.vsl.store.media;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * MPEG audio, layer III (ISO 11172-3, ISO 13818-3 and the 2.5 extension), which has frames but no file header: a file
 * is taken for one when it starts with an ID3v2 tag or with two frames that follow each other.
 */
final class Mp3 {

    private static final int[] KBITS_V1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KBITS_V2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] RATES_V1 = {44_100, 48_000, 32_000};
    private static final int MAX_PADDING = 64 * 1024;

    private Mp3() {}

    static boolean is(HeaderBytes file) throws IOException {
        return file.has(0, "ID3") || startsAt(0, file);
    }

    /**
     * From the number of frames that encoders leave in the first one (Xing, Info or VBRI), which itself is silent and
     * not counted; without it, the bit rate of the first frame is taken for that of all.
     */
    static Measures measures(HeaderBytes file) throws IOException {
        long start = file.has(0, "ID3") ? endOfTag(file) : 0;
        long end = Math.min(file.size(), start + MAX_PADDING);
        while (start < end && !startsAt(start, file)) {
            start++;
        }
        Frame first = frameAt(start, file);
        if (first == null) {
            return Measures.NONE;
        }
        long samples = countedSamples(start, first, file);
        double seconds = samples > 0
                ? (double) samples / first.samplesPerSecond
                : (file.size() - start) * 8.0 / first.bitsPerSecond;
        return Measures.ofSound(seconds);
    }

    /** id3.org, ID3v2.4, 3.1: ten bytes, then as many as four times seven bits say, then perhaps a footer. */
    private static long endOfTag(HeaderBytes file) throws IOException {
        int size = file.u8(6) << 21 | file.u8(7) << 14 | file.u8(8) << 7 | file.u8(9);
        boolean footer = (file.u8(5) & 0x10) != 0;
        return 10L + size + (footer ? 10 : 0);
    }

    private static boolean startsAt(long at, HeaderBytes file) throws IOException {
        Frame first = frameAt(at, file);
        return first != null && (at + first.length + 4 > file.size() || frameAt(at + first.length, file) != null);
    }

    private static long countedSamples(long at, Frame frame, HeaderBytes file) throws IOException {
        long xing = at + 4 + frame.sideInformation;
        if (file.has(xing, "Xing") || file.has(xing, "Info")) {
            long fields = file.u32(xing + 4);
            boolean counted = (fields & 1) != 0;
            return counted ? file.u32(xing + 8) * frame.samples - silence(xing, fields, file) : 0;
        }
        long vbri = at + 36;
        return file.has(vbri, "VBRI") ? file.u32(vbri + 14) * frame.samples : 0;
    }

    /** The samples that the encoder put before and after the sound, if it is LAME or Lavc and says so. */
    private static long silence(long xing, long fields, HeaderBytes file) throws IOException {
        long lame = xing + 120;
        boolean told = fields == 15 && (file.has(lame, "LAME") || file.has(lame, "Lav"));
        long delayAndPadding = told ? file.u32(lame + 21) >> 8 : 0;
        return (delayAndPadding >> 12) + (delayAndPadding & 0xfff);
    }

    private static @Nullable Frame frameAt(long at, HeaderBytes file) throws IOException {
        if (at + 4 > file.size()) {
            return null;
        }
        long header = file.u32(at);
        int version = (int) (header >> 19 & 3);
        int layer = (int) (header >> 17 & 3);
        int bitRate = (int) (header >> 12 & 15);
        int sampleRate = (int) (header >> 10 & 3);
        boolean padded = (header >> 9 & 1) == 1;
        boolean mono = (header >> 6 & 3) == 3;
        if (header >> 21 != 0x7ff || version == 1 || layer != 1 || bitRate == 0 || bitRate == 15 || sampleRate == 3) {
            return null;
        }
        boolean v1 = version == 3;
        int bitsPerSecond = 1000 * (v1 ? KBITS_V1 : KBITS_V2)[bitRate];
        int samplesPerSecond = RATES_V1[sampleRate] >> (v1 ? 0 : version == 2 ? 1 : 2);
        int samples = v1 ? 1152 : 576;
        int length = samples / 8 * bitsPerSecond / samplesPerSecond + (padded ? 1 : 0);
        int sideInformation = v1 ? (mono ? 17 : 32) : mono ? 9 : 17;
        return new Frame(samples, samplesPerSecond, bitsPerSecond, length, sideInformation);
    }

    private record Frame(int samples, int samplesPerSecond, int bitsPerSecond, int length, int sideInformation) {}
}
