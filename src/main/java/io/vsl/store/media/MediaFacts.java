package io.vsl.store.media;

import io.vsl.job.MediaType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of itself. A fact that does not apply, or that the file does not give, is null.
 *
 * @param contentType the media type of the content, such as {@code video/mp4}; {@code application/octet-stream} when
 *                    neither the bytes nor what was said of them tell it
 * @param extension   the usual file name extension of that type, without a dot; {@code bin} when unknown
 * @param width       of an image or a video: the stored pixels, before any rotation that the file asks for
 * @param height      as width
 * @param duration    of a video or a sound, in seconds, to the millisecond
 * @param fps         of a video: frames per second on average, to three decimals
 */
public record MediaFacts(
        String contentType,
        String extension,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double duration,
        @Nullable Double fps) {

    /** Which kind of media this is; empty when it is none of the three. */
    public Optional<MediaType> mediaType() {
        return MediaType.ofContent(contentType);
    }
}
