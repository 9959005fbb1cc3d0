package io.vsl.sinks;

import io.vsl.platform.settings.Within;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the sinks, which their routes read.
 *
 * @param fetchMinBytes  what a poll waits for
 * @param fetchWaitMaxMs how long it does at most
 */
@ConfigurationProperties("vsl.sinks")
record SinksProperties(
        @Within(from = "1", to = "52428800") int fetchMinBytes,
        @Within(from = "0", to = "5000") int fetchWaitMaxMs,
        Polls postgres,
        Polls redis,
        Polls dynamodb) {

    /** @param maxPollRecords records of one poll */
    record Polls(@Within(from = "1", to = "100000") int maxPollRecords) {}
}
