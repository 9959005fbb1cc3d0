package io.vsl.erase;

import io.vsl.job.MediaType;
import io.vsl.platform.settings.Within;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * For how long the files of completed jobs are kept, counted from the outcome. A user's own retention comes first.
 *
 * @param image  null is for good, as of the others
 * @param period how often those are looked for whose time is over
 * @param limit  jobs of one round
 * @param lease  how long a job that a process has taken is no other's
 */
@ConfigurationProperties("vsl.media.retention")
record RetentionProperties(
        @Within(from = "1h", to = "36500d") @Nullable Duration image,
        @Within(from = "1h", to = "36500d") @Nullable Duration video,
        @Within(from = "1h", to = "36500d") @Nullable Duration audio,
        @Within(from = "1s", to = "1d") Duration period,
        @Within(from = "1", to = "10000") int limit,
        @Within(from = "1m", to = "1d") Duration lease) {

    /** Of those types that have one. */
    Map<MediaType, Duration> byType() {
        Map<MediaType, Duration> kept = new EnumMap<>(MediaType.class);
        put(kept, MediaType.IMAGE, image);
        put(kept, MediaType.VIDEO, video);
        put(kept, MediaType.AUDIO, audio);
        return kept;
    }

    private static void put(Map<MediaType, Duration> kept, MediaType type, @Nullable Duration duration) {
        if (duration != null) {
            kept.put(type, duration);
        }
    }
}
