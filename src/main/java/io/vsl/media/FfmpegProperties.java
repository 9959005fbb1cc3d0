package io.vsl.media;

import io.vsl.platform.settings.Within;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of ffmpeg, and of what is decoded.
 *
 * @param program   its path, or that of the folder that has it and ffprobe; empty: the one that comes with VSL, or
 *                  else the one on the PATH
 * @param maxPixels of a picture that is decoded
 * @param maxMemory of one run of ffmpeg: what it may map, its own libraries among it
 */
@ConfigurationProperties("vsl.ffmpeg")
public record FfmpegProperties(
        String program,
        @Within(from = "1", to = "1000000000") long maxPixels,
        @Within(from = "256MB", to = "64GB") DataSize maxMemory) {}
