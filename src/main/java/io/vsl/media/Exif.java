package io.vsl.media;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Objects;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/** How an image is to be turned, as its EXIF data says; data that is broken says nothing. */
final class Exif {

    /** What stands before the TIFF header in a JPEG, and is how Thumbnailator wants to have it. */
    private static final byte[] IDENTIFIER = {'E', 'x', 'i', 'f', 0, 0};

    private Exif() {}

    /** @param exif from the identifier on; null: none */
    static Orientation ofJpeg(byte @Nullable [] exif) {
        if (exif == null) {
            return Orientation.TOP_LEFT;
        }
        try {
            return Objects.requireNonNullElse(ExifUtils.getOrientationFromExif(exif), Orientation.TOP_LEFT);
        } catch (RuntimeException broken) {
            return Orientation.TOP_LEFT;
        }
    }

    /** @param exif from the TIFF header on; null: none */
    static Orientation orientation(byte @Nullable [] exif) {
        if (exif == null) {
            return Orientation.TOP_LEFT;
        }
        byte[] whole = Arrays.copyOf(IDENTIFIER, IDENTIFIER.length + exif.length);
        System.arraycopy(exif, 0, whole, IDENTIFIER.length, exif.length);
        return ofJpeg(whole);
    }

    /** Whether width and height change places. */
    static boolean isTurned(Orientation orientation) {
        return orientation.compareTo(Orientation.LEFT_TOP) >= 0;
    }

    static BufferedImage upright(BufferedImage image, Orientation orientation) {
        return orientation == Orientation.TOP_LEFT
                ? image
                : ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
    }
}
