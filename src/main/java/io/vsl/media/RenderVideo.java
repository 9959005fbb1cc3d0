package io.vsl.media;

import io.vsl.job.Output;
import io.vsl.media.MakePreview.Previews;
import io.vsl.media.MakeRendition.Facts;
import io.vsl.media.ProbeFile.Pictures;
import io.vsl.media.ProbeFile.Probed;
import io.vsl.media.Rendition.Kind;
import io.vsl.platform.Deadline;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A picture of a video that tells something, moving previews, and its facts. */
@Component
class RenderVideo {

    /** Of the pictures that one is chosen from. */
    private static final int PICTURES = 12;

    /** From the beginning; the rest is looked at only when all of that is black. */
    private static final int SECONDS = 60;

    private final ProbeFile probeFile;
    private final GrabPictures grabPictures;
    private final MakePreview makePreview;
    private final ListenTo listenTo;

    RenderVideo(ProbeFile probeFile, GrabPictures grabPictures, MakePreview makePreview, ListenTo listenTo) {
        this.probeFile = probeFile;
        this.grabPictures = grabPictures;
        this.makePreview = makePreview;
        this.listenTo = listenTo;
    }

    Rendition render(Path file, FileType type, RenderFile.Sizes sizes, Deadline deadline) throws IOException {
        MakeRendition rendition = new MakeRendition();
        try {
            Probed probed = probeFile.probe(file, type, deadline);
            Pictures pictures = probed.pictures();
            if (pictures == null) {
                throw new CantRender("there are no pictures in it");
            }
            poster(file, type, sizes, probed.seconds(), pictures, rendition, deadline);
            previews(file, type, sizes, pictures, rendition, deadline);
            BigDecimal loudness = loudness(file, type, probed.sound(), rendition, deadline);
            rendition.facts(facts(probed, pictures, loudness, Files.size(file)));
        } catch (CantRender reason) {
            rendition.failed("Nothing is made of it: " + reason.getMessage());
        }
        return rendition.end();
    }

    private void poster(
            Path file,
            FileType type,
            RenderFile.Sizes sizes,
            double seconds,
            Pictures pictures,
            MakeRendition rendition,
            Deadline deadline)
            throws IOException {
        try {
            Size size = new Size(pictures.width(), pictures.height()).toFit(sizes.thumbnail());
            double looked = seconds > 0 ? Math.min(seconds, SECONDS) : SECONDS;
            BufferedImage poster =
                    choose(file, type, every(looked, List.of("-t", String.valueOf(SECONDS))), size, deadline);
            if (seconds > SECONDS && ChoosePoster.isBlack(poster)) {
                poster = choose(file, type, every(seconds, List.of("-skip_frame", "nokey")), size, deadline);
            }
            rendition.made(Kind.THUMBNAIL, Scale.jpeg(Scale.onWhite(poster)));
        } catch (CantRender reason) {
            rendition.failed(RenderFile.failure(Kind.THUMBNAIL, reason));
        }
    }

    /** Pictures at even distances over so many seconds. */
    private static GrabPictures.Choice every(double seconds, List<String> options) {
        String filter = String.format(
                Locale.ROOT, "select='isnan(prev_selected_t)+gte(t-prev_selected_t,%.4f)'", seconds / PICTURES);
        return new GrabPictures.Choice(options, filter, PICTURES);
    }

    private BufferedImage choose(Path file, FileType type, GrabPictures.Choice choice, Size size, Deadline deadline)
            throws CantRender, IOException {
        List<BufferedImage> pictures = grabPictures.grab(file, type, choice, size.width(), size.height(), deadline);
        if (pictures.isEmpty()) {
            throw new CantRender("no picture can be decoded");
        }
        return ChoosePoster.of(pictures);
    }

    private void previews(
            Path file,
            FileType type,
            RenderFile.Sizes sizes,
            Pictures pictures,
            MakeRendition rendition,
            Deadline deadline)
            throws IOException {
        try {
            Previews previews = makePreview.make(file, type, pictures, sizes.preview(), deadline);
            rendition.made(Kind.PREVIEW, previews.gif());
            rendition.made(Kind.PREVIEW_WEBP, previews.webp());
        } catch (CantRender reason) {
            rendition.failed(RenderFile.failure(Kind.PREVIEW, reason));
        }
    }

    private @Nullable BigDecimal loudness(
            Path file, FileType type, ProbeFile.@Nullable Sound sound, MakeRendition rendition, Deadline deadline)
            throws IOException {
        if (sound == null) {
            return null;
        }
        try {
            return listenTo.listen(file, type, sound.sampleRate(), deadline).loudness();
        } catch (CantRender reason) {
            rendition.failed("Its loudness is unknown: " + reason.getMessage());
            return null;
        }
    }

    private static Facts facts(Probed probed, Pictures pictures, @Nullable BigDecimal loudness, long bytes) {
        ProbeFile.Sound sound = probed.sound();
        return new Facts(probed.seconds(), pictures.width(), pictures.height(), pictures.fps())
                .with(new Output.Traits(
                        pictures.codec(),
                        sound == null ? null : sound.codec(),
                        probed.seconds() > 0 ? Math.round(bytes * 8 / probed.seconds()) : null,
                        sound == null ? null : sound.channels(),
                        sound == null ? null : sound.sampleRate(),
                        loudness,
                        null,
                        null));
    }
}
