package io.vsl.media;

import io.vsl.job.Output;
import io.vsl.media.MakeRendition.Facts;
import io.vsl.media.ProbeFile.Pictures;
import io.vsl.media.ProbeFile.Probed;
import io.vsl.media.Rendition.Kind;
import io.vsl.platform.Deadline;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A thumbnail of an image, and its size. Of one that moves the first picture counts. */
@Component
class RenderImage {

    private final ReadImage readImage;
    private final GrabPictures grabPictures;
    private final ProbeFile probeFile;
    private final long maxPixels;

    RenderImage(GrabPictures grabPictures, ProbeFile probeFile, FfmpegProperties properties) {
        this.readImage = new ReadImage(properties.maxPixels());
        this.grabPictures = grabPictures;
        this.probeFile = probeFile;
        this.maxPixels = properties.maxPixels();
    }

    Rendition render(Path file, FileType type, RenderFile.Sizes sizes, Deadline deadline) throws IOException {
        MakeRendition rendition = new MakeRendition();
        Probed probed = null;
        Motion motion = Motion.NONE;
        try {
            probed = mayMove(file, type) ? probeFile.probe(file, type, deadline) : null;
            motion = probed == null ? ofWebp(file, type) : Motion.of(probed);
        } catch (CantRender reason) {
            rendition.failed("Its length is unknown: " + reason.getMessage());
        }
        try {
            Picture picture = picture(file, type, probed, sizes.thumbnail(), deadline);
            rendition.made(Kind.THUMBNAIL, Scale.jpeg(picture.image()));
            rendition.facts(motion.of(picture));
        } catch (CantRender reason) {
            rendition.failed(RenderFile.failure(Kind.THUMBNAIL, reason));
        }
        return rendition.end();
    }

    private Picture picture(Path file, FileType type, @Nullable Probed known, int longestSide, Deadline deadline)
            throws CantRender, IOException {
        return switch (type.contentType()) {
            case "image/png", "image/jpeg", "image/gif" -> readImage.read(file, type, longestSide);
            case "image/webp" -> ofWebp(file, type, longestSide, deadline);
            case "image/svg+xml" -> throw new CantRender("drawings are not rendered");
            default -> {
                Probed probed = known == null ? probeFile.probe(file, type, deadline) : known;
                if (probed.pictures() == null) {
                    throw new CantRender("there is no picture in it");
                }
                Size size =
                        new Size(probed.pictures().width(), probed.pictures().height());
                yield grab(file, type, size, Orientation.TOP_LEFT, longestSide, deadline);
            }
        };
    }

    private Picture ofWebp(Path file, FileType type, int longestSide, Deadline deadline)
            throws CantRender, IOException {
        Size size;
        Orientation orientation;
        try (HeaderBytes bytes = new HeaderBytes(file)) {
            if (Webp.isAnimated(bytes) || Webp.hasProfile(bytes)) {
                return readImage.read(file, type, longestSide);
            }
            size = Webp.size(bytes);
            orientation = Exif.orientation(Webp.exif(bytes));
        } catch (EOFException cut) {
            throw new CantRender("the image can't be decoded: it is cut off");
        }
        return grab(file, type, size, orientation, longestSide, deadline);
    }

    private Picture grab(
            Path file, FileType type, Size size, Orientation orientation, int longestSide, Deadline deadline)
            throws CantRender, IOException {
        if ((long) size.width() * size.height() > maxPixels) {
            throw new CantRender("the image of %dx%d pixels is over the limit of %d pixels"
                    .formatted(size.width(), size.height(), maxPixels));
        }
        Size small = size.toFit(longestSide);
        List<BufferedImage> pictures =
                grabPictures.grab(file, type, GrabPictures.Choice.FIRST, small.width(), small.height(), deadline);
        if (pictures.isEmpty()) {
            throw new CantRender("the image can't be decoded");
        }
        BufferedImage picture = pictures.getFirst();
        boolean isTurned = Exif.isTurned(orientation);
        return new Picture(
                Exif.upright(Scale.onWhite(picture), orientation),
                isTurned ? size.height() : size.width(),
                isTurned ? size.width() : size.height(),
                ReadImage.isTransparent(picture));
    }

    /**
     * How an image moves.
     *
     * @param frames  1 of one that doesn't
     * @param seconds of all frames together
     */
    private record Motion(long frames, double seconds) {

        static final Motion NONE = new Motion(1, 0);

        static Motion of(Probed probed) {
            Pictures pictures = probed.pictures();
            return pictures == null ? NONE : new Motion(pictures.frames(), probed.seconds());
        }

        Facts of(Picture picture) {
            boolean isMoving = frames > 1;
            double fps = isMoving && seconds > 0 ? frames / seconds : 0;
            return new Facts(isMoving ? seconds : 0, picture.width(), picture.height(), fps)
                    .with(new Output.Traits(
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            picture.isTransparent() ? true : null,
                            isMoving ? true : null));
        }
    }

    /** Whether ffprobe can tell how it moves, if it does. */
    private static boolean mayMove(Path file, FileType type) throws IOException {
        return switch (type.contentType()) {
            case "image/gif", "image/avif" -> true;
            case "image/png" -> isApng(file);
            default -> false;
        };
    }

    private static boolean isApng(Path file) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(file)) {
            return Png.isAnimated(bytes);
        } catch (EOFException cut) {
            return false;
        }
    }

    /** ffprobe can't tell how a WebP moves. */
    private static Motion ofWebp(Path file, FileType type) throws IOException {
        if (!type.contentType().equals("image/webp")) {
            return Motion.NONE;
        }
        try (HeaderBytes bytes = new HeaderBytes(file)) {
            if (!Webp.isAnimated(bytes)) {
                return Motion.NONE;
            }
            Webp.Frames frames = Webp.frames(bytes);
            return new Motion(frames.count(), frames.millis() / 1000.0);
        } catch (EOFException cut) {
            return Motion.NONE;
        }
    }
}
