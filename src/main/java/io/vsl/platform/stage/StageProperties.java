package io.vsl.platform.stage;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the stage template.
 *
 * @param retryFor      how long a poll that fails is tried again before the consumer reconnects; all of its work ends by
 *                      {@link PollTime#WORK}
 * @param commitTimeout how long a commit may take
 * @param maxAttempts   after so many a record that is postponed again becomes a dead letter
 * @param holdingAfter  how long a stage must have failed before it says that it holds
 */
@ConfigurationProperties("vsl.stage")
record StageProperties(
        @Within(from = "0s", to = "4m") Duration retryFor,
        @Within(from = "1s", to = "30s") Duration commitTimeout,
        @Within(from = "1", to = "1000000") int maxAttempts,
        @Within(from = "0s", to = "1h") Duration holdingAfter) {}
