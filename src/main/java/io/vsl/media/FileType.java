package io.vsl.media;

import io.vsl.job.MediaType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file is: by its content, and where that says nothing, by what was said of it.
 *
 * @param contentType such as {@code video/mp4}; {@code application/octet-stream} when neither the bytes nor what was said
 *                    of them tell it
 * @param extension   the usual file name extension of that type, without a dot; {@code bin} when unknown
 */
public record FileType(String contentType, String extension) {

    /**
     * Reads headers only: 8 KiB in memory, at most 8 MiB of the file. A file that is cut, broken or made to do harm has
     * some type, never a fault.
     *
     * @param said what the host or the URL said it is; null when neither did
     * @param name the file's name where it came from; may be empty
     * @throws IOException when the file cannot be opened or the disk fails
     */
    public static FileType of(Path file, @Nullable String said, String name) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(file)) {
            MediaFormat format = MediaFormat.of(bytes);
            if (format == MediaFormat.UNKNOWN) {
                return OtherTypes.of(file, said, name);
            }
            boolean isFilm = format == MediaFormat.MP4 || format == MediaFormat.QUICKTIME;
            return isFilm && isSoundOnly(bytes) ? MediaFormat.M4A.type() : format.type();
        }
    }

    private static boolean isSoundOnly(HeaderBytes bytes) throws IOException {
        try {
            return Mp4Tracks.read(bytes).isSoundOnly();
        } catch (EOFException cut) {
            return false;
        }
    }

    /** What its host declared it to be, when that is some other kind of media or format; empty when it isn't. */
    public Optional<String> otherwiseDeclared(@Nullable String said) {
        if (said == null || MediaType.ofContent(said).isEmpty()) {
            return Optional.empty();
        }
        String declared = OtherTypes.registered(said);
        return declared.equals(contentType) ? Optional.empty() : Optional.of(declared);
    }

    /** Which kind of media this is; empty when it is none of the three. */
    public Optional<MediaType> mediaType() {
        return MediaType.ofContent(contentType);
    }
}
