package io.vsl.devstack.simulator;

import java.util.Map;

/**
 * One file to be made. Equal specs are equal bytes.
 *
 * @param format  webp, jpg, png, mp4, wav or mp3
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

    private static final Map<String, String> TYPES = Map.of("webp", "image/webp", "jpg", "image/jpeg",
            "png", "image/png", "mp4", "video/mp4", "wav", "audio/wav", "mp3", "audio/mpeg");

    static MediaSpec image(String format, int width, int height, int variant) {
        return new MediaSpec(format, width, height, 0, 0, 0, variant);
    }

    static MediaSpec video(int width, int height, int frames, int fps, int variant) {
        return new MediaSpec("mp4", width, height, frames, fps, 0, variant);
    }

    static MediaSpec audio(String format, int seconds, int variant) {
        return new MediaSpec(format, 0, 0, 0, 0, seconds, variant);
    }

    /** Whether a model's memory is enough for it: nothing over 2048 x 2048. */
    boolean feasible() {
        return seconds > 0 || width > 0 && height > 0 && (long) width * height <= 2048L * 2048;
    }

    String contentType() {
        return TYPES.get(format);
    }
}
