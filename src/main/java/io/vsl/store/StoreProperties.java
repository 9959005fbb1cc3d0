package io.vsl.store;

import io.vsl.platform.settings.Within;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the storing of outputs, which its routes read.
 *
 * @param maxPollRecords records of one poll
 * @param concurrency    jobs at once, and outputs of all of them together
 */
@ConfigurationProperties("vsl.store")
record StoreProperties(
        @Within(from = "1", to = "10000") int maxPollRecords,
        @Within(from = "1", to = "256") int concurrency) {}
