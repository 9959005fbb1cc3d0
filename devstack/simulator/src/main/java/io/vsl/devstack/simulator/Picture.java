package io.vsl.devstack.simulator;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws a sky of one of eight colours with a disc in it that wanders as time goes by. */
final class Picture {

    private Picture() {}

    /**
     * One picture.
     *
     * @param time 0 to 1, where the disc is on its way
     */
    static BufferedImage draw(int width, int height, int variant, double time) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        float hue = variant / (float) MediaSpec.VARIANTS;
        graphics.setPaint(new GradientPaint(
                0, 0, Color.getHSBColor(hue, 0.75f, 0.35f), 0, height, Color.getHSBColor(hue + 0.12f, 0.45f, 0.95f)));
        graphics.fillRect(0, 0, width, height);
        int size = Math.min(width, height) / 3;
        graphics.setPaint(Color.getHSBColor(hue + 0.5f, 0.35f, 1f));
        graphics.fillOval((int) ((width - size) * time), (height - size) / (variant % 3 + 2), size, size);
        graphics.dispose();
        return image;
    }

    /** The bytes of an image file of the spec's format and size. */
    static byte[] encode(MediaSpec spec) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BufferedImage image = draw(spec.width(), spec.height(), spec.variant(), 0.5);
        if (!ImageIO.write(image, spec.format(), out)) {
            throw new IOException("No image writer for " + spec.format());
        }
        return out.toByteArray();
    }
}
