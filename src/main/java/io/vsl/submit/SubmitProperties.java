package io.vsl.submit;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the ingress.
 *
 * @param requestsPerHour of a user whose key or token has no limit of its own; 0 is no limit
 * @param requestsPerDay  the same of a day
 * @param measureBacklog  how often to look how long new jobs will wait
 */
@ConfigurationProperties("vsl.submit")
record SubmitProperties(
        @Within(from = "0", to = "1000000000") int requestsPerHour,
        @Within(from = "0", to = "1000000000") int requestsPerDay,
        @Within(from = "1s", to = "1h") Duration measureBacklog) {}
