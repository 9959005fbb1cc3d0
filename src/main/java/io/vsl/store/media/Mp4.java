package io.vsl.store.media;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the movie header of an MP4 or QuickTime file says (ISO/IEC 14496-12). Of several video tracks the first counts.
 * Boxes are looked up by name from level to level, so that nesting, however deep, costs nothing.
 */
final class Mp4 {

    private static final long UNKNOWN_DURATION = 0xffffffffL;

    private final HeaderBytes file;
    private int width;
    private int height;
    private double duration;
    private double fps;
    private boolean video;
    private boolean sound;
    private boolean cut;

    private Mp4(HeaderBytes file) {
        this.file = file;
    }

    /** As much as could be read. */
    static Mp4 read(HeaderBytes file) throws IOException {
        Mp4 mp4 = new Mp4(file);
        try {
            mp4.readMovie();
        } catch (EOFException end) {
            mp4.cut = true;
        }
        return mp4;
    }

    Measures measures() {
        return Measures.ofVideo(width, height, duration, fps);
    }

    /** False as well when the file is cut, for what is missing may have been the pictures. */
    boolean isSoundOnly() {
        return sound && !video && !cut;
    }

    private void readMovie() throws IOException {
        Box movie = find("moov", 0, file.size());
        if (movie == null) {
            return;
        }
        Box header = find("mvhd", movie);
        if (header != null) {
            duration = (double) ticks(header) / ticksPerSecond(header);
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
        if (video) {
            readVideo(media);
        }
    }

    private void readVideo(Box media) throws IOException {
        Box information = find("minf", media);
        Box samples = information == null ? null : find("stbl", information);
        if (samples == null) {
            return;
        }
        Box description = find("stsd", samples);
        if (description != null) {
            width = file.u16(description.body + 40);
            height = file.u16(description.body + 42);
        }
        Box header = find("mdhd", media);
        Box times = find("stts", samples);
        if (header != null && times != null) {
            fps = (double) frames(times) * ticksPerSecond(header) / ticks(header);
        }
    }

    private long frames(Box times) throws IOException {
        long frames = 0;
        long end = times.body + 8 + 8 * file.u32(times.body + 4);
        if (end > times.end) {
            throw new EOFException();
        }
        for (long at = times.body + 8; at < end; at += 8) {
            frames += file.u32(at);
        }
        return frames;
    }

    /** Of {@code mvhd} and {@code mdhd}, which start alike; zero when the file leaves it open. */
    private long ticks(Box header) throws IOException {
        long ticks = isLong(header) ? file.u64(header.body + 24) : file.u32(header.body + 16);
        return ticks == UNKNOWN_DURATION ? 0 : Math.max(0, ticks);
    }

    private long ticksPerSecond(Box header) throws IOException {
        return file.u32(header.body + (isLong(header) ? 20 : 12));
    }

    private boolean isLong(Box header) throws IOException {
        return file.u8(header.body) == 1;
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
