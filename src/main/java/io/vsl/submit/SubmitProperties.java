package io.vsl.submit;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the ingress.
 *
 * @param requestsPerHour of a user whose key or token has no limit of its own; 0 is no limit
 * @param requestsPerDay  the same of a day
 */
@ConfigurationProperties("vsl.submit")
record SubmitProperties(int requestsPerHour, int requestsPerDay) {

    /** @throws IllegalArgumentException naming the setting that is wrong */
    SubmitProperties {
        if (requestsPerHour < 0 || requestsPerDay < 0) {
            throw new IllegalArgumentException("VSL_REQUESTS_PER_HOUR and VSL_REQUESTS_PER_DAY must not be negative");
        }
    }
}
