package io.vsl.platform.stage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the stage template.
 *
 * @param retryFor      how long a poll is tried before the consumer reconnects; well under max.poll.interval
 * @param commitTimeout how long a commit may take
 * @param maxAttempts   after so many a record that is postponed again becomes a dead letter
 * @param holdingAfter  how long a stage must have failed before it says that it holds
 */
@ConfigurationProperties("vsl.stage")
record StageProperties(Duration retryFor, Duration commitTimeout, int maxAttempts, Duration holdingAfter) {
}
