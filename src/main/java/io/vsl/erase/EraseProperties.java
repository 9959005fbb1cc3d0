package io.vsl.erase;

import io.vsl.platform.settings.Within;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the removing of files, which its routes read.
 *
 * @param maxPollRecords records of one poll
 * @param concurrency    folders at once
 */
@ConfigurationProperties("vsl.erase")
record EraseProperties(
        @Within(from = "1", to = "10000") int maxPollRecords,
        @Within(from = "1", to = "256") int concurrency) {}
