package io.vsl.media;

import java.awt.image.BufferedImage;

/**
 * A picture of a file, upright, in sRGB, on white, and small already where the file's own is large.
 *
 * @param width         of the file's own, in pixels
 * @param height        as width
 * @param isTransparent whether something shone through
 */
record Picture(BufferedImage image, int width, int height, boolean isTransparent) {}
