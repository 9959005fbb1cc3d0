package io.vsl.media;

/** In pixels. */
record Size(int width, int height) {

    /** The same shape with at most so many pixels a side; no larger than it is. */
    Size toFit(int longestSide) {
        double scale = Math.min(1, (double) longestSide / Math.max(width, height));
        return new Size(side(width, scale), side(height, scale));
    }

    private static int side(int pixels, double scale) {
        return Math.max(1, (int) Math.round(pixels * scale));
    }
}
