package io.vsl.media;

import java.awt.image.BufferedImage;
import java.util.List;

/** Which of some pictures of a video tells most of it. */
final class ChoosePoster {

    /** Of the best: an earlier one that is nearly as good is what people expect to see. */
    private static final double NEARLY = 0.85;

    private static final int BLACK = 24;

    /** Of a picture that uses what there is. */
    private static final double CONTRAST = 192;

    private ChoosePoster() {}

    /** The earliest that tells nearly as much as the one that tells most. */
    static BufferedImage of(List<BufferedImage> pictures) {
        double best = pictures.stream().mapToDouble(ChoosePoster::told).max().orElseThrow();
        return pictures.stream()
                .filter(picture -> told(picture) >= NEARLY * best)
                .findFirst()
                .orElseThrow();
    }

    /** Whether there is nothing on it but black. */
    static boolean isBlack(BufferedImage picture) {
        int[] brightness = brightness(picture);
        int bright = 0;
        for (int i = BLACK; i < brightness.length; i++) {
            bright += brightness[i];
        }
        return bright * 500L < (long) picture.getWidth() * picture.getHeight();
    }

    /**
     * The entropy of its brightness, in bits, less where dark and bright are near each other: none of one colour, little
     * of what is faded out.
     */
    private static double told(BufferedImage picture) {
        int[] brightness = brightness(picture);
        double pixels = (double) picture.getWidth() * picture.getHeight();
        double bits = 0;
        for (int count : brightness) {
            if (count > 0) {
                double share = count / pixels;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits * Math.min(1, range(brightness, pixels) / CONTRAST);
    }

    /** Between the darkest and the brightest twentieth. */
    private static double range(int[] brightness, double pixels) {
        int darkest = 0;
        for (double below = brightness[0]; below < pixels / 20; below += brightness[darkest]) {
            darkest++;
        }
        int brightest = brightness.length - 1;
        for (double above = brightness[brightest]; above < pixels / 20; above += brightness[brightest]) {
            brightest--;
        }
        return Math.max(0, brightest - darkest);
    }

    /** How many pixels are as bright as that, 0 to 255, in steps of four. */
    private static int[] brightness(BufferedImage picture) {
        int[] histogram = new int[256];
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                int brightness = ((rgb >> 16 & 255) * 54 + (rgb >> 8 & 255) * 183 + (rgb & 255) * 19) >> 8;
                histogram[brightness & ~3]++;
            }
        }
        return histogram;
    }
}
