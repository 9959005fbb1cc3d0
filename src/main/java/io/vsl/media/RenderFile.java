package io.vsl.media;

import io.vsl.job.MediaType;
import io.vsl.media.Rendition.Kind;
import io.vsl.platform.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Finds out what can be known of a file, and makes what is to be seen of it before it is opened. */
@Component
public class RenderFile {

    private final RenderImage image;
    private final RenderVideo video;
    private final RenderSound sound;

    RenderFile(RenderImage image, RenderVideo video, RenderSound sound) {
        this.image = image;
        this.video = video;
        this.sound = sound;
    }

    /**
     * How large it may be.
     *
     * @param thumbnail pixels of its longest side
     * @param preview   bytes of a preview
     */
    public record Sizes(int thumbnail, long preview) {}

    /**
     * Renders a file. One that is cut, broken or made to do harm gives fewer files and facts, never a fault, and takes no
     * longer than until the deadline.
     *
     * @param file in a folder where others can be written beside it
     * @throws IOException when the disk fails, or a program can't be started
     */
    public Rendition render(Path file, FileType type, Sizes sizes, Deadline deadline) throws IOException {
        MediaType kind = type.mediaType().orElse(null);
        return switch (kind) {
            case IMAGE -> image.render(file, type, sizes, deadline);
            case VIDEO -> video.render(file, type, sizes, deadline);
            case AUDIO -> sound.render(file, type, deadline);
            case null -> Rendition.NONE;
        };
    }

    /** {@code No thumbnail: …}. */
    static String failure(Kind kind, CantRender reason) {
        return "No %s: %s".formatted(kind.fileName(), reason.getMessage());
    }
}
