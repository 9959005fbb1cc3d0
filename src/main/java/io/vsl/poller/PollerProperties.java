package io.vsl.poller;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the poller.
 *
 * @param patience     how long after the last look or change an attempt is looked into
 * @param limit        attempts looked into at once
 * @param absentAfter  how long after a request was sent its absence from the list proves that it never arrived
 * @param abandonAfter when an attempt of unknown fate is given up
 * @param runAtMost    when a prediction must have ended whose model has no deadline
 * @param outputsKept  how much later its outputs must be gone, and its job is ended whatever Replicate says
 * @param concurrency  attempts that are looked into side by side
 */
@ConfigurationProperties("vsl.poller")
record PollerProperties(Duration patience, int limit, Duration absentAfter, Duration abandonAfter, Duration runAtMost,
        Duration outputsKept, int concurrency) {
}
