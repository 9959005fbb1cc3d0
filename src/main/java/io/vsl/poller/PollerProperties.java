package io.vsl.poller;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the poller.
 *
 * @param period       how often it looks
 * @param patience     how long after the last look or change an attempt is looked into
 * @param limit        attempts looked into at once
 * @param absentAfter  how long after a request was sent its absence from the list proves that it never arrived
 * @param abandonAfter when an attempt of unknown fate is given up
 * @param runAtMost    when a prediction must have ended whose model has no deadline
 * @param outputsKept  how much later its outputs must be gone, and its job is ended whatever Replicate says
 * @param concurrency  attempts that are looked into side by side
 * @param measureEvery how often it looks up for metrics what waits
 */
@ConfigurationProperties("vsl.poller")
record PollerProperties(
        @Within(from = "1s", to = "1h") Duration period,
        @Within(from = "1s", to = "1h") Duration patience,
        @Within(from = "1", to = "10000") int limit,
        @Within(from = "1s", to = "1d") Duration absentAfter,
        @Within(from = "1s", to = "7d") Duration abandonAfter,
        @Within(from = "1s", to = "7d") Duration runAtMost,
        @Within(from = "1s", to = "30d") Duration outputsKept,
        @Within(from = "1", to = "64") int concurrency,
        @Within(from = "1s", to = "1h") Duration measureEvery) {}
