package io.vsl.platform.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys registered at start, when given.
 *
 * @param userId      whose key {@code apiKey} is
 * @param apiKey      a user's
 * @param operatorKey an operator's
 */
@ConfigurationProperties("vsl.setup")
record SetupProperties(String userId, @Nullable String apiKey, @Nullable String operatorKey) {

    @Override
    public String toString() {
        return "SetupProperties[userId=" + userId + "]";
    }
}
