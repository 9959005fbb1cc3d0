package io.vsl.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a file is given to ffmpeg. It is read as what its bytes say it is, and by no demuxer that would open other files:
 * a playlist that calls itself a video is none.
 */
final class Demuxers {

    /** Those that open the one file they are given. */
    private static final String HARMLESS =
            "mov,matroska,gif,apng,avi,flv,mpegts,mpeg,mp3,wav,flac,ogg,aac,aiff,ac3,amr,asf,"
                    + "caf,ivf,h264,hevc,obu,webp_pipe,png_pipe,jpeg_pipe,jpegxl_pipe,bmp_pipe,tiff_pipe,j2k_pipe,image2";

    private Demuxers() {}

    /** Several files of ours as one, each opened as what its bytes say it is: of those that were looked at before. */
    static List<String> list(Path list) {
        return List.of("-format_whitelist", "concat," + HARMLESS, "-f", "concat", "-safe", "1", "-i", "file:" + list);
    }

    static List<String> input(Path file, FileType type) {
        String forced =
                switch (type.contentType()) {
                    case "video/mp4", "video/quicktime", "audio/mp4", "image/avif" -> "mov";
                    case "video/webm", "audio/webm", "video/x-matroska" -> "matroska";
                    case "audio/wav" -> "wav";
                    case "audio/mpeg" -> "mp3";
                    case "audio/flac" -> "flac";
                    case "audio/ogg" -> "ogg";
                    case "audio/aac" -> "aac";
                    case "image/gif" -> "gif";
                    case "image/png" -> "apng";
                    case "image/webp" -> "webp_pipe";
                    default -> "";
                };
        List<String> input = new ArrayList<>(List.of("-format_whitelist", HARMLESS));
        if (!forced.isEmpty()) {
            input.addAll(List.of("-f", forced));
        }
        input.addAll(List.of("-i", "file:" + file));
        return input;
    }
}
