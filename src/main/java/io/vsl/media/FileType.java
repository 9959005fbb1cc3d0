package io.vsl.media;

import io.vsl.job.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
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
     * Reads headers only. A file that is cut, broken or made to do harm has some type, never a fault.
     *
     * @param beginning the whole file, or enough of it to tell: some of an MP4's index, 8 KiB of others
     * @param said      what the host or the URL said it is; null when neither did
     * @param name      the file's name where it came from; may be empty
     */
    public static FileType of(byte[] beginning, @Nullable String said, String name) {
        try (HeaderBytes bytes = new HeaderBytes(beginning)) {
            MediaFormat format = MediaFormat.of(bytes);
            if (format == MediaFormat.UNKNOWN) {
                return OtherTypes.of(beginning, said, name);
            }
            boolean isFilm = format == MediaFormat.MP4 || format == MediaFormat.QUICKTIME;
            return isFilm && isSoundOnly(bytes, said) ? MediaFormat.M4A.type() : format.type();
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory can't be read", e);
        }
    }

    /** Where the index tells nothing of pictures, since it comes late or is cut, what was said of the file counts. */
    private static boolean isSoundOnly(HeaderBytes bytes, @Nullable String said) throws IOException {
        Mp4Tracks tracks = Mp4Tracks.read(bytes);
        boolean isSaid = said != null && MediaType.ofContent(said).equals(Optional.of(MediaType.AUDIO));
        return tracks.isSoundOnly() || isSaid && !tracks.hasPictures();
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
