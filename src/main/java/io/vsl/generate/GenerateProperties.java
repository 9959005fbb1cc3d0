package io.vsl.generate;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the creation of predictions.
 *
 * @param maxPollRecords records of one poll
 * @param concurrency    calls under way at once; each has one of the 200 connections to Replicate
 * @param sendWithin     how long after it was claimed an attempt may be sent; well below the poller's absent-after
 */
@ConfigurationProperties("vsl.generate")
record GenerateProperties(
        @Within(from = "1", to = "10000") int maxPollRecords,
        @Within(from = "1", to = "200") int concurrency,
        @Within(from = "1s", to = "5m") Duration sendWithin) {}
