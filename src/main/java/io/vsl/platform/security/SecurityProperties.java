package io.vsl.platform.security;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of who may call.
 *
 * @param keyCache how long what is known of an API key may be used
 */
@ConfigurationProperties("vsl.security")
record SecurityProperties(@Within(from = "0s", to = "1h") Duration keyCache) {}
