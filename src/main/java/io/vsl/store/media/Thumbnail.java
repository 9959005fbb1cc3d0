package io.vsl.store.media;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import org.jspecify.annotations.Nullable;

/**
 * A small JPEG of a PNG, JPEG, WebP or GIF (its first frame). What is transparent becomes white, a photograph is turned
 * as its EXIF orientation says, and an image that is small already is not enlarged.
 *
 * <p>The JDK scales: Thumbnailator's steps go by way of translucent pixels and took twice the time for the same
 * picture.
 */
public final class Thumbnail {

    private static final int LONGEST_SIDE = 320;
    private static final long MAX_PIXELS = 64_000_000;
    private static final int BYTES_PER_PIXEL = 4;

    /** What the JPEG reader gives and its writer takes as it is. */
    private static final int OPAQUE = BufferedImage.TYPE_3BYTE_BGR;

    private final int longestSide;
    private final long maxPixels;

    /** Of at most 320 pixels a side, from images of at most 64 megapixels. */
    public Thumbnail() {
        this(LONGEST_SIDE, MAX_PIXELS);
    }

    /**
     * @param longestSide of the thumbnail, in pixels
     * @param maxPixels   of an image that is still decoded; also bounds its file, at four bytes a pixel
     */
    public Thumbnail(int longestSide, long maxPixels) {
        this.longestSide = longestSide;
        this.maxPixels = maxPixels;
    }

    /** What came of it. */
    public sealed interface Result {

        /** It is written; its size in pixels. */
        record Made(int width, int height) implements Result {}

        /** Nothing is written, because of the image; the reason completes "No thumbnail: ...". */
        record Refused(String reason) implements Result {}
    }

    /**
     * Writes the thumbnail of an image: some ten kilobytes.
     *
     * @param facts what {@link MediaProbe} says of the image
     * @throws IOException when the image cannot be opened or the target cannot be written
     */
    public Result make(Path image, MediaFacts facts, OutputStream target) throws IOException {
        String objection = objectionTo(facts, Files.size(image));
        if (objection != null) {
            return new Result.Refused(objection);
        }
        BufferedImage thumbnail;
        try {
            thumbnail = shrink(image, facts.contentType());
        } catch (IOException | RuntimeException broken) {
            // The decoders meet hostile bytes with any RuntimeException as well.
            return new Result.Refused("the image cannot be decoded: " + broken.getMessage());
        }
        write(thumbnail, target);
        return new Result.Made(thumbnail.getWidth(), thumbnail.getHeight());
    }

    private @Nullable String objectionTo(MediaFacts facts, long bytes) {
        if (!isReadable(facts.contentType())) {
            return facts.contentType() + " is not one of PNG, JPEG, WebP and GIF";
        }
        if (facts.width() == null || facts.height() == null) {
            return "the image does not say its size";
        }
        if (tooLarge(facts.width(), facts.height())) {
            return "the image of " + facts.width() + "x" + facts.height() + " pixels is over the limit of " + maxPixels
                    + " pixels";
        }
        if (bytes > maxPixels * BYTES_PER_PIXEL) {
            return "the image of " + bytes + " bytes is over the limit of " + maxPixels * BYTES_PER_PIXEL + " bytes";
        }
        return null;
    }

    private boolean tooLarge(int width, int height) {
        return (long) width * height > maxPixels;
    }

    private static boolean isReadable(String contentType) {
        return switch (contentType) {
            case "image/png", "image/jpeg", "image/webp", "image/gif" -> true;
            default -> false;
        };
    }

    private BufferedImage shrink(Path image, String contentType) throws IOException {
        ImageReader reader = readerOf(contentType);
        try (ImageInputStream input = new FileImageInputStream(image.toFile())) {
            // Metadata may inflate to far more than the image, and be broken where the image is not.
            reader.setInput(input, true, true);
            if (tooLarge(reader.getWidth(0), reader.getHeight(0))) {
                throw new IIOException("its first frame is over the limit of " + maxPixels + " pixels");
            }
            BufferedImage small = scale(onWhite(reader.read(0, subsampling(reader))));
            return contentType.equals("image/jpeg") ? upright(small, image) : small;
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader readerOf(String contentType) throws IOException {
        return contentType.equals("image/webp")
                // Not from the registry, which finds plug-ins only from some class loaders.
                ? new WebPImageReaderSpi().createReaderInstance(null)
                : ImageIO.getImageReadersByMIMEType(contentType).next();
    }

    /** Decodes no more than twice the size that is needed, from where good scaling goes on. */
    private ImageReadParam subsampling(ImageReader reader) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        int step = Math.max(width, height) / (2 * longestSide);
        if (step < 2) {
            return param;
        }
        if (param instanceof WebPReadParam webp) {
            webp.setUseScaling(true);
            webp.setScaledWidth(Math.max(1, width / step));
            webp.setScaledHeight(Math.max(1, height / step));
        } else {
            param.setSourceSubsampling(step, step, 0, 0);
        }
        return param;
    }

    private static BufferedImage onWhite(BufferedImage image) {
        if (image.getType() == OPAQUE) {
            return image;
        }
        BufferedImage flat = new BufferedImage(image.getWidth(), image.getHeight(), OPAQUE);
        Graphics2D graphics = flat.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return flat;
    }

    private BufferedImage scale(BufferedImage image) {
        int longest = Math.max(image.getWidth(), image.getHeight());
        if (longest <= longestSide) {
            return image;
        }
        double scale = (double) longestSide / longest;
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        // The last steps are halves: each pixel counts. In one step most would not.
        int times = Integer.highestOneBit(Math.max(1, (longest - 1) / longestSide));
        BufferedImage scaled = image;
        for (; times >= 1; times /= 2) {
            scaled = scale(
                    scaled, Math.min(scaled.getWidth(), width * times), Math.min(scaled.getHeight(), height * times));
        }
        return scaled;
    }

    private static BufferedImage scale(BufferedImage image, int width, int height) {
        AffineTransform scale = AffineTransform.getScaleInstance(
                (double) width / image.getWidth(), (double) height / image.getHeight());
        return new AffineTransformOp(scale, AffineTransformOp.TYPE_BILINEAR)
                .filter(image, new BufferedImage(width, height, OPAQUE));
    }

    private static BufferedImage upright(BufferedImage small, Path image) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(image)) {
            byte[] exif = Jpeg.exif(bytes);
            return exif == null
                    ? small
                    : ExifFilterUtils.getFilterForOrientation(ExifUtils.getOrientationFromExif(exif))
                            .apply(small);
        } catch (EOFException | RuntimeException brokenExif) {
            return small;
        }
    }

    private static void write(BufferedImage thumbnail, OutputStream target) throws IOException {
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(target)) {
            if (!ImageIO.write(thumbnail, "jpg", output)) {
                throw new IOException("no JPEG writer");
            }
        }
    }
}
