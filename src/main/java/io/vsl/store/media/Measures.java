package io.vsl.store.media;

import org.jspecify.annotations.Nullable;

/** How large, how long and how fast, as far as a header says; what makes no sense is null. */
record Measures(
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double duration,
        @Nullable Double fps) {

    static final Measures NONE = new Measures(null, null, null, null);

    static Measures ofImage(int width, int height) {
        return width > 0 && height > 0 ? new Measures(width, height, null, null) : NONE;
    }

    static Measures ofSound(double seconds) {
        return new Measures(null, null, sensible(seconds), null);
    }

    static Measures ofVideo(int width, int height, double seconds, double fps) {
        Measures image = ofImage(width, height);
        return new Measures(image.width, image.height, sensible(seconds), sensible(fps));
    }

    private static @Nullable Double sensible(double value) {
        double rounded = Math.round(value * 1000) / 1000.0;
        return rounded > 0 && Double.isFinite(value) ? rounded : null;
    }
}
