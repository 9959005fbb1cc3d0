package io.vsl.media;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/** A sound as a row of bars, as players show it: on nothing, so that it goes with any page. */
final class DrawWaveform {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 240;
    private static final int BAR = 4;
    private static final int STEP = 6;
    private static final Color FROM = new Color(0x4f, 0x46, 0xe5);
    private static final Color TO = new Color(0x06, 0xb6, 0xd4);

    private DrawWaveform() {}

    /** The loudest place reaches from edge to edge. */
    static BufferedImage of(Peaks peaks) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(new GradientPaint(0, 0, FROM, WIDTH, 0, TO));
        int bars = WIDTH / STEP;
        double loudest = Math.max(1, peaks.amplitude(0, peaks.slices()));
        for (int bar = 0; bar < bars; bar++) {
            int from = (int) ((long) bar * peaks.slices() / bars);
            int to = Math.max(from + 1, (int) ((bar + 1L) * peaks.slices() / bars));
            double amplitude = peaks.amplitude(from, Math.min(to, peaks.slices())) / loudest;
            double height = Math.max(BAR, amplitude * (HEIGHT - 2));
            graphics.fill(new RoundRectangle2D.Double(
                    bar * STEP + (STEP - BAR) / 2.0, (HEIGHT - height) / 2, BAR, height, BAR, BAR));
        }
        graphics.dispose();
        return image;
    }
}
