package io.vsl.media;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which tracks an MP4 or QuickTime file has (ISO/IEC 14496-12). Boxes are looked up by name from level to level, so that
 * nesting, however deep, costs nothing.
 */
final class Mp4Tracks {

    private final HeaderBytes file;
    private boolean video;
    private boolean sound;
    private boolean cut;

    private Mp4Tracks(HeaderBytes file) {
        this.file = file;
    }

    /** As much as could be read. */
    static Mp4Tracks read(HeaderBytes file) throws IOException {
        Mp4Tracks tracks = new Mp4Tracks(file);
        try {
            tracks.readMovie();
        } catch (EOFException end) {
            tracks.cut = true;
        }
        return tracks;
    }

    /** False as well when the file is cut, for what is missing may have been the pictures. */
    boolean isSoundOnly() {
        return sound && !video && !cut;
    }

    /** As far as could be read. */
    boolean hasPictures() {
        return video;
    }

    private void readMovie() throws IOException {
        Box movie = find("moov", 0, file.size());
        if (movie == null) {
            return;
        }
        Box track = find("trak", movie);
        while (track != null && !video) {
            readTrack(track);
            track = find("trak", track.end, movie.end);
        }
    }

    private void readTrack(Box track) throws IOException {
        Box media = find("mdia", track);
        Box handler = media == null ? null : find("hdlr", media);
        if (media == null || handler == null) {
            return;
        }
        String kind = file.text(handler.body + 8, 4);
        sound |= kind.equals("soun");
        video |= kind.equals("vide");
    }

    private @Nullable Box find(String type, Box parent) throws IOException {
        return find(type, parent.body, parent.end);
    }

    /** The first box of that type from a place on; null when there is none. */
    private @Nullable Box find(String type, long from, long end) throws IOException {
        long at = from;
        while (at + 8 <= end) {
            long size = file.u32(at);
            long body = at + 8;
            if (size == 1) {
                size = file.u64(body);
                body += 8;
            } else if (size == 0) {
                size = end - at;
            }
            if (size < body - at) {
                return null;
            }
            boolean whole = size <= end - at;
            cut |= !whole;
            long boxEnd = whole ? at + size : end;
            if (file.has(at + 4, type)) {
                return new Box(body, boxEnd);
            }
            at = boxEnd;
        }
        return null;
    }

    private record Box(long body, long end) {}
}
