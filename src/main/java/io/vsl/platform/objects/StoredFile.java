package io.vsl.platform.objects;

import io.vsl.job.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * What goes to S3.
 *
 * @param content a {@link java.io.File}, or the bytes of a small one
 */
public record StoredFile(String key, String contentType, Object content) {

    /**
     * How a browser is to take it: pictures, video and sound are shown; what could run as a page or a script, as SVG
     * and HTML can, is saved. Null: as the browser likes.
     */
    public @Nullable String disposition() {
        boolean isShown = MediaType.ofContent(contentType).isPresent() && !contentType.contains("xml");
        return isShown ? null : "attachment";
    }
}
