package io.vsl.compile;

import io.vsl.media.JoinVideos;
import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of compilations.
 *
 * @param concurrency    compilations at once, and records of one poll: so each begins at once
 * @param timeout        for one of them, from the first file that is fetched; one that has not begun while there is as much of the time
 *                       of its poll is made in another
 * @param patience       for how long a source is waited for that has ended, and nobody can say how yet
 * @param maxDuration    of a compilation
 * @param maxSize        of the files of its sources together, of what is encoded on the way, and of its own: so one takes
 *                       three times that on the disk. S3 takes 5 GB in one request
 */
@ConfigurationProperties("vsl.compile")
record CompileProperties(
        @Within(from = "1", to = "256") int concurrency,
        @Within(from = "1s", to = "3m") Duration timeout,
        @Within(from = "1s", to = "1h") Duration patience,
        @Within(from = "1s", to = "20m") Duration maxDuration,
        @Within(from = "1MB", to = "5GB") DataSize maxSize) {

    JoinVideos.Most most() {
        return new JoinVideos.Most(maxDuration.toMillis() / 1000.0, maxSize.toBytes());
    }
}
