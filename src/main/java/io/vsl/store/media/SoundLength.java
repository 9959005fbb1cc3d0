package io.vsl.store.media;

import java.io.IOException;

/** The length of sounds whose header says it plainly. */
final class SoundLength {

    private SoundLength() {}

    /**
     * The sound that is there: a header that promises more (a cut file, or one streamed with an open end) is not
     * believed.
     */
    static Measures ofWav(HeaderBytes file) throws IOException {
        double bytesPerSecond = 0;
        long at = 12;
        while (!file.has(at, "data")) {
            if (file.has(at, "fmt ")) {
                bytesPerSecond = file.u32LittleEndian(at + 16);
            }
            long size = file.u32LittleEndian(at + 4);
            at += 8 + size + (size & 1);
        }
        long bytes = Math.min(file.u32LittleEndian(at + 4), file.size() - at - 8);
        return Measures.ofSound(bytes / bytesPerSecond);
    }

    /** RFC 9639, 8.2: STREAMINFO is the first block. */
    static Measures ofFlac(HeaderBytes file) throws IOException {
        double samplesPerSecond = file.u32(18) >> 12;
        long samples = file.u64(18) & 0xfffffffffL;
        return Measures.ofSound(samples / samplesPerSecond);
    }
}
