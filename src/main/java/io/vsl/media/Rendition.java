package io.vsl.media;

import io.vsl.job.Output;
import java.util.List;

/**
 * What was made of a file and found out about it.
 *
 * @param files    small ones, each of another kind
 * @param failures what could not be made or found out, and why, for people: {@code No preview: the time for it is over}
 */
public record Rendition(List<Made> files, Output.Measures measures, Output.Traits traits, List<String> failures) {

    static final Rendition NONE = new Rendition(List.of(), Output.Measures.NONE, Output.Traits.NONE, List.of());

    public Rendition {
        files = List.copyOf(files);
        failures = List.copyOf(failures);
    }

    /** A file that was made of another. */
    public record Made(Kind kind, byte[] content) {}

    /** What can be made of a file. */
    public enum Kind {
        THUMBNAIL("thumbnail", "jpg", "image/jpeg"),
        PREVIEW("preview", "gif", "image/gif"),
        PREVIEW_WEBP("preview", "webp", "image/webp"),
        WAVEFORM("waveform", "png", "image/png"),
        PEAKS("peaks", "json", "application/json");

        private final String name;
        private final String extension;
        private final String contentType;

        Kind(String name, String extension, String contentType) {
            this.name = name;
            this.extension = extension;
            this.contentType = contentType;
        }

        /** Of the file, without its extension: {@code thumbnail}. */
        public String fileName() {
            return name;
        }

        public String extension() {
            return extension;
        }

        public String contentType() {
            return contentType;
        }
    }
}
