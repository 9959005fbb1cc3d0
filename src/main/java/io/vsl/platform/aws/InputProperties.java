package io.vsl.platform.aws;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of files that are inputs.
 *
 * @param maxPollRecords records of one poll
 * @param concurrency    jobs at once, and files of all of them together
 * @param maxSize        of one file; a parameter may take less
 * @param timeout        for one try to have a file
 * @param maxTries       how often a file is tried to be had from a host that is away
 * @param linkTtl        how long the link works that a provider is given; S3 takes a week at most
 * @param uploadTtl      how long a place for an upload may be written to
 */
@ConfigurationProperties("vsl.inputs")
public record InputProperties(
        @Within(from = "1", to = "10000") int maxPollRecords,
        @Within(from = "1", to = "256") int concurrency,
        @Within(from = "1KB", to = "5GB") DataSize maxSize,
        @Within(from = "100ms", to = "2m") Duration timeout,
        @Within(from = "1", to = "50") int maxTries,
        @Within(from = "1m", to = "7d") Duration linkTtl,
        @Within(from = "1m", to = "7d") Duration uploadTtl) {}
