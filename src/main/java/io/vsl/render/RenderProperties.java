package io.vsl.render;

import io.vsl.media.RenderFile;
import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of what is made of files.
 *
 * @param maxPollRecords records of one poll
 * @param concurrency    jobs at once
 * @param timeout        for all that is made of a job's files together; what isn't there by then is not made
 * @param thumbnailSize  pixels of a thumbnail's longest side
 * @param previewSize    that a preview may have, in bytes
 */
@ConfigurationProperties("vsl.render")
record RenderProperties(
        @Within(from = "1", to = "10000") int maxPollRecords,
        @Within(from = "1", to = "256") int concurrency,
        @Within(from = "1s", to = "2m") Duration timeout,
        @Within(from = "16", to = "4096") int thumbnailSize,
        @Within(from = "10KB", to = "64MB") DataSize previewSize) {

    RenderFile.Sizes sizes() {
        return new RenderFile.Sizes(thumbnailSize, previewSize.toBytes());
    }
}
