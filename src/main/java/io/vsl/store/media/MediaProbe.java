package io.vsl.store.media;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells what a file is: from its content, and where that says nothing, from what was said of it. */
public final class MediaProbe {

    private MediaProbe() {}

    /**
     * Reads headers only: 8 KiB in memory, at most 8 MiB of the file. A file that is cut, broken or made to do harm
     * gives fewer facts, never a fault.
     *
     * @param contentType what the host or the URL said; null when neither did
     * @param name        the file's name where it came from; may be empty
     * @throws IOException when the file cannot be opened or the disk fails
     */
    public static MediaFacts probe(Path file, @Nullable String contentType, String name) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(file)) {
            MediaFormat format = MediaFormat.of(bytes);
            if (format == MediaFormat.UNKNOWN) {
                return OtherTypes.facts(file, contentType, name);
            }
            try {
                return facts(format, bytes);
            } catch (EOFException cut) {
                return format.with(Measures.NONE);
            }
        }
    }

    private static MediaFacts facts(MediaFormat format, HeaderBytes bytes) throws IOException {
        return switch (format) {
            case PNG -> format.with(ImageSize.ofPng(bytes));
            case JPEG -> format.with(Jpeg.measures(bytes));
            case WEBP -> format.with(ImageSize.ofWebp(bytes));
            case GIF -> format.with(ImageSize.ofGif(bytes));
            case MP4, QUICKTIME, M4A -> {
                Mp4 mp4 = Mp4.read(bytes);
                yield (mp4.isSoundOnly() ? MediaFormat.M4A : format).with(mp4.measures());
            }
            case WAV -> format.with(SoundLength.ofWav(bytes));
            case MP3 -> format.with(Mp3.measures(bytes));
            case FLAC -> format.with(SoundLength.ofFlac(bytes));
            case AVIF, WEBM, WEBA, MATROSKA, OGG, UNKNOWN -> format.with(Measures.NONE);
        };
    }
}
