package io.vsl.sinks;

import io.vsl.platform.settings.Within;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the sinks, which their routes read.
 *
 * @param gatherMs how long a poll that has records waits for more, in milliseconds
 */
@ConfigurationProperties("vsl.sinks")
record SinksProperties(@Within(from = "0", to = "5000") int gatherMs, Polls postgres, Polls redis, Polls dynamodb) {

    /** @param maxPollRecords records of one poll */
    record Polls(@Within(from = "1", to = "100000") int maxPollRecords) {}
}
