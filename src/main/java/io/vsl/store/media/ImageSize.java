package io.vsl.store.media;

import java.io.IOException;

/** Width and height of images whose header has them in a fixed place; no pixel is decoded. */
final class ImageSize {

    private ImageSize() {}

    /** PNG specification, 11.2.2: IHDR is the first chunk. */
    static Measures ofPng(HeaderBytes file) throws IOException {
        if (!file.has(12, "IHDR")) {
            return Measures.NONE;
        }
        return Measures.ofImage((int) file.u32(16), (int) file.u32(20));
    }

    /** GIF89a, 18: the logical screen. */
    static Measures ofGif(HeaderBytes file) throws IOException {
        return Measures.ofImage(file.u16LittleEndian(6), file.u16LittleEndian(8));
    }

    /** RFC 9649: the first chunk is one of three. */
    static Measures ofWebp(HeaderBytes file) throws IOException {
        return switch (file.text(12, 4)) {
            case "VP8X" -> Measures.ofImage(1 + file.u24LittleEndian(24), 1 + file.u24LittleEndian(27));
            case "VP8L" -> losslessWebp(file.u32LittleEndian(21));
            case "VP8 " -> Measures.ofImage(file.u16LittleEndian(26) & 0x3fff, file.u16LittleEndian(28) & 0x3fff);
            default -> Measures.NONE;
        };
    }

    private static Measures losslessWebp(long bits) {
        return Measures.ofImage(1 + (int) (bits & 0x3fff), 1 + (int) (bits >> 14 & 0x3fff));
    }
}
