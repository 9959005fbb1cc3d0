package io.vsl.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Small pictures of larger ones.
 *
 * <p>The JDK scales: Thumbnailator's steps go by way of translucent pixels and took twice the time for the same
 * picture.
 */
final class Scale {

    /** What the JPEG reader gives and its writer takes as it is. */
    static final int OPAQUE = BufferedImage.TYPE_3BYTE_BGR;

    private Scale() {}

    static BufferedImage onWhite(BufferedImage image) {
        if (image.getType() == OPAQUE) {
            return image;
        }
        BufferedImage flat = new BufferedImage(image.getWidth(), image.getHeight(), OPAQUE);
        Graphics2D graphics = flat.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return flat;
    }

    /** Of at most so many pixels a side; an image that is small already is not enlarged. */
    static BufferedImage toFit(BufferedImage image, int longestSide) {
        int longest = Math.max(image.getWidth(), image.getHeight());
        if (longest <= longestSide) {
            return image;
        }
        double scale = (double) longestSide / longest;
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        // By halves as long as that goes: each pixel counts, and what follows has little to do. In one step most would
        // not count.
        BufferedImage scaled = image;
        for (; longest >= 2 * longestSide; longest /= 2) {
            scaled = to(scaled, Math.max(width, scaled.getWidth() / 2), Math.max(height, scaled.getHeight() / 2));
        }
        boolean isThere = scaled.getWidth() == width && scaled.getHeight() == height;
        return isThere ? scaled : to(scaled, width, height);
    }

    private static BufferedImage to(BufferedImage image, int width, int height) {
        AffineTransform scale = AffineTransform.getScaleInstance(
                (double) width / image.getWidth(), (double) height / image.getHeight());
        return new AffineTransformOp(scale, AffineTransformOp.TYPE_BILINEAR)
                .filter(image, new BufferedImage(width, height, OPAQUE));
    }

    static byte[] jpeg(BufferedImage image) {
        return encode(image, "jpg");
    }

    static byte[] png(BufferedImage image) {
        return encode(image, "png");
    }

    private static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, format, output)) {
                throw new IOException("no writer of " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
