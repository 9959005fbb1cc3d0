package io.vsl.devstack.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file to be made. Equal specs are equal bytes.
 *
 * @param format  webp, jpg, png, gif, mp4, wav or mp3
 * @param width   pixels; 0 for audio
 * @param height  pixels; 0 for audio
 * @param frames  pictures of a video; 0 for others
 * @param fps     pictures a second of a video; 0 for others
 * @param seconds length of audio; 0 for others
 * @param variant which of the {@link #VARIANTS} pictures or tunes it is
 */
record MediaSpec(String format, int width, int height, int frames, int fps, int seconds, int variant) {

    /** So few that the cache holds them all, and more than one prediction has outputs. */
    static final int VARIANTS = 8;

    private static final Map<String, String> TYPES = Map.of(
            "webp",
            "image/webp",
            "jpg",
            "image/jpeg",
            "png",
            "image/png",
            "gif",
            "image/gif",
            "mp4",
            "video/mp4",
            "wav",
            "audio/wav",
            "mp3",
            "audio/mpeg");

    private static final int SMALL_WIDTH = 512;
    private static final int SMALL_HEIGHT = 288;
    private static final int SMALL_FRAMES = 10;

    static MediaSpec image(String format, int width, int height, int variant) {
        return new MediaSpec(format, width, height, 0, 0, 0, variant);
    }

    static MediaSpec video(int width, int height, int frames, int fps, int variant) {
        return new MediaSpec("mp4", width, height, frames, fps, 0, variant);
    }

    static MediaSpec audio(String format, int seconds, int variant) {
        return new MediaSpec(format, 0, 0, 0, 0, seconds, variant);
    }

    /** A small file of the kind that a name's ending says, or null when there is none of that kind. */
    static @Nullable MediaSpec named(String name) {
        String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        int variant = Math.floorMod(name.hashCode(), VARIANTS);
        return switch (format) {
            case "webp", "jpg", "png", "gif" -> image(format, SMALL_WIDTH, SMALL_HEIGHT, variant);
            case "jpeg" -> image("jpg", SMALL_WIDTH, SMALL_HEIGHT, variant);
            case "mp4" -> video(SMALL_WIDTH, SMALL_HEIGHT, SMALL_FRAMES, SMALL_FRAMES, variant % 2);
            case "wav", "mp3" -> audio(format, 1, variant);
            default -> null;
        };
    }

    /** Whether a model's memory is enough for it: nothing over 2048 x 2048. */
    boolean feasible() {
        return seconds > 0 || width > 0 && height > 0 && (long) width * height <= 2048L * 2048;
    }

    String contentType() {
        return Objects.requireNonNull(TYPES.get(format));
    }
}
