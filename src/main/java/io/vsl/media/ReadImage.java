package io.vsl.media;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a PNG, JPEG or GIF (its first frame), or of a WebP that moves or has a colour profile: as a person
 * expects to see it, turned as its EXIF data says, in the colours of its profile, on white.
 *
 * <p>In this process, and not by ffmpeg, which knows no colour profiles and takes twice the time.
 */
final class ReadImage {

    private static final int BYTES_PER_PIXEL = 4;

    private final long maxPixels;

    /** @param maxPixels of an image that is still decoded; also bounds its file, at four bytes a pixel */
    ReadImage(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /** Made for the first JPEG, not at the start: the registry loads all readers that the JDK has. */
    private static final class OfJpeg {

        static final ImageReaderSpi PROVIDER = registered(new JPEGImageReaderSpi());

        /** It stands on the JDK's own, which it finds when it is registered. */
        private static ImageReaderSpi registered(ImageReaderSpi reader) {
            IIORegistry.getDefaultInstance().registerServiceProvider(reader);
            return reader;
        }
    }

    /**
     * @param longestSide in pixels, of the picture that is wanted: it is no smaller, unless the image is
     * @throws CantRender  when the image is too large or can't be decoded
     * @throws IOException when the file can't be opened
     */
    Picture read(Path image, FileType type, int longestSide) throws CantRender, IOException {
        requireSize(Files.size(image));
        Said said = said(image, type);
        try (ImageInputStream input = new FileImageInputStream(image.toFile())) {
            ImageReader reader = reader(type);
            try {
                // Metadata may inflate to far more than the image, and be broken where the image is not.
                reader.setInput(input, true, true);
                return picture(reader, said, longestSide);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException | LinkageError broken) {
            // The decoders meet hostile bytes with any RuntimeException as well.
            throw new CantRender("the image can't be decoded: " + broken.getMessage());
        }
    }

    private void requireSize(long bytes) throws CantRender {
        long most = maxPixels * BYTES_PER_PIXEL;
        if (bytes > most) {
            throw new CantRender("the image of %d bytes is over the limit of %d bytes".formatted(bytes, most));
        }
    }

    private Picture picture(ImageReader reader, Said said, int longestSide) throws IOException, CantRender {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > maxPixels) {
            throw new CantRender(
                    "the image of %dx%d pixels is over the limit of %d pixels".formatted(width, height, maxPixels));
        }
        BufferedImage decoded = plainGrey(reader.read(0, subsampling(reader, longestSide)));
        BufferedImage small = Scale.toFit(Scale.onWhite(decoded), longestSide);
        boolean isTurned = Exif.isTurned(said.orientation());
        return new Picture(
                Exif.upright(said.profile() == null ? small : inSrgb(small, said.profile()), said.orientation()),
                isTurned ? height : width,
                isTurned ? width : height,
                isTransparent(decoded));
    }

    private static ImageReader reader(FileType type) throws IOException {
        // Not from the registry, which finds plug-ins only from some class loaders.
        return switch (type.contentType()) {
            case "image/jpeg" -> OfJpeg.PROVIDER.createReaderInstance();
            case "image/webp" -> new WebPImageReaderSpi().createReaderInstance();
            default -> jdk(type.contentType());
        };
    }

    private static ImageReader jdk(String contentType) {
        var readers = ImageIO.getImageReadersByMIMEType(contentType);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.")) {
                return reader;
            }
        }
        throw new IllegalStateException("The JDK reads no " + contentType);
    }

    /** Decodes no more than twice the size that is needed, from where good scaling goes on. */
    private static ImageReadParam subsampling(ImageReader reader, int longestSide) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        int step = Math.max(reader.getWidth(0), reader.getHeight(0)) / (2 * longestSide);
        if (step >= 2) {
            param.setSourceSubsampling(step, step, 0, 0);
        }
        return param;
    }

    /**
     * The JDK takes grey for linear light, which nobody else does: its numbers are those of sRGB.
     *
     * @return the same in sRGB; the image itself when it isn't grey
     */
    private static BufferedImage plainGrey(BufferedImage image) {
        ColorModel model = image.getColorModel();
        if (model.getColorSpace().getType() != ColorSpace.TYPE_GRAY) {
            return image;
        }
        Raster raster = image.getRaster();
        int shift = DataBuffer.getDataTypeSize(raster.getDataBuffer().getDataType()) == 16 ? 8 : 0;
        boolean isScaled = raster.getSampleModel().getSampleSize(0) >= 8;
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int grey = isScaled
                        ? raster.getSample(x, y, 0) >> shift
                        : raster.getSample(x, y, 0)
                                * 255
                                / ((1 << raster.getSampleModel().getSampleSize(0)) - 1);
                int alpha = model.hasAlpha() ? raster.getSample(x, y, 1) >> shift : 255;
                plain.setRGB(x, y, alpha << 24 | grey << 16 | grey << 8 | grey);
            }
        }
        return plain;
    }

    static boolean isTransparent(BufferedImage image) {
        if (image.getTransparency() == Transparency.OPAQUE) {
            return false;
        }
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (image.getRGB(x, y) >>> 24 != 255) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Its numbers are those of the profile; one that isn't of red, green and blue is not for them. */
    private static BufferedImage inSrgb(BufferedImage image, byte[] profile) {
        try {
            ICC_ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
            if (space.getType() != ColorSpace.TYPE_RGB) {
                return image;
            }
            ColorModel model = new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
            BufferedImage meant = new BufferedImage(model, image.getRaster(), false, null);
            return new ColorConvertOp(null)
                    .filter(meant, new BufferedImage(image.getWidth(), image.getHeight(), Scale.OPAQUE));
        } catch (RuntimeException broken) {
            return image;
        }
    }

    /**
     * What an image says beside its pixels.
     *
     * @param profile     the ICC profile that its numbers are of; null when the decoder sees to that, or there is none
     */
    private record Said(Orientation orientation, byte @Nullable [] profile) {}

    private static Said said(Path image, FileType type) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(image)) {
            return switch (type.contentType()) {
                case "image/jpeg" -> new Said(Exif.ofJpeg(Jpeg.exif(bytes)), null);
                case "image/png" -> new Said(Exif.orientation(Png.exif(bytes)), Png.profile(bytes));
                case "image/webp" -> new Said(Exif.orientation(Webp.exif(bytes)), null);
                default -> new Said(Orientation.TOP_LEFT, null);
            };
        } catch (EOFException cut) {
            return new Said(Orientation.TOP_LEFT, null);
        }
    }
}
