package io.vsl.media;

import java.io.IOException;
import java.util.regex.Pattern;

/** The formats that we know by their first bytes. */
enum MediaFormat {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg"),
    WEBP("image/webp", "webp"),
    GIF("image/gif", "gif"),
    AVIF("image/avif", "avif"),
    MP4("video/mp4", "mp4"),
    QUICKTIME("video/quicktime", "mov"),
    WEBM("video/webm", "webm"),
    WEBA("audio/webm", "weba"),
    MATROSKA("video/x-matroska", "mkv"),
    M4A("audio/mp4", "m4a"),
    WAV("audio/wav", "wav"),
    MP3("audio/mpeg", "mp3"),
    FLAC("audio/flac", "flac"),
    AAC("audio/aac", "aac"),
    OGG("audio/ogg", "ogg"),
    UNKNOWN("application/octet-stream", "bin");

    /** An EBML header is shorter than this. */
    private static final int EBML_HEADER = 64;

    private static final int WEBM_HEAD = 8 * 1024;

    /** The element CodecID, its length and its first letters. Source: matroska.org, the elements of a track. */
    private static final Pattern CODEC_OF_PICTURES = Pattern.compile("\u0086.V_", Pattern.DOTALL);

    private static final Pattern CODEC_OF_SOUND = Pattern.compile("\u0086.A_", Pattern.DOTALL);

    private final String contentType;
    private final String extension;

    MediaFormat(String contentType, String extension) {
        this.contentType = contentType;
        this.extension = extension;
    }

    static MediaFormat of(HeaderBytes file) throws IOException {
        if (file.has(0, "\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (file.has(0, "\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (file.has(0, "GIF87a") || file.has(0, "GIF89a")) {
            return GIF;
        }
        if (file.has(0, "RIFF") && file.has(8, "WEBP")) {
            return WEBP;
        }
        if ((file.has(0, "RIFF") || file.has(0, "RF64")) && file.has(8, "WAVE")) {
            return WAV;
        }
        if (file.has(4, "ftyp") && file.size() >= 12) {
            return ofBrand(file.text(8, 4));
        }
        if (file.has(0, "\u001aE\u00df\u00a3")) {
            String header = file.text(0, (int) Math.min(EBML_HEADER, file.size()));
            return header.contains("webm") ? ofTracks(file) : header.contains("matroska") ? MATROSKA : UNKNOWN;
        }
        if (file.has(0, "fLaC")) {
            return FLAC;
        }
        if (file.has(0, "OggS")) {
            return OGG;
        }
        if (file.has(0, "ID3")) {
            return ofTagged(file);
        }
        return Mp3.is(file) ? MP3 : UNKNOWN;
    }

    /** A tag stands before an MP3, but for a few that write one before others. */
    private static MediaFormat ofTagged(HeaderBytes file) throws IOException {
        long sound = file.size() < 10 ? 0 : Mp3.endOfTag(file);
        if (file.has(sound, "fLaC")) {
            return FLAC;
        }
        boolean isAdts = sound + 2 <= file.size() && (file.u16(sound) & 0xfff6) == 0xfff0;
        return isAdts ? AAC : MP3;
    }

    /** A codec's id begins with V_ or A_; tracks stand at the beginning. */
    private static MediaFormat ofTracks(HeaderBytes file) throws IOException {
        String head = file.text(0, (int) Math.min(WEBM_HEAD, file.size()));
        return CODEC_OF_SOUND.matcher(head).find()
                        && !CODEC_OF_PICTURES.matcher(head).find()
                ? WEBA
                : WEBM;
    }

    /** By the brands registered at mp4ra.org; those of a still image that is not AVIF are none of ours. */
    private static MediaFormat ofBrand(String brand) {
        return switch (brand) {
            case "qt  " -> QUICKTIME;
            case "M4A ", "M4B " -> M4A;
            case "avif", "avis" -> AVIF;
            case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "crx ", "jxl ", "jp2 " -> UNKNOWN;
            default -> MP4;
        };
    }

    FileType type() {
        return new FileType(contentType, extension);
    }
}
