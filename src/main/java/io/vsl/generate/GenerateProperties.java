package io.vsl.generate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the creation of predictions.
 *
 * @param sendWithin         how long after it was claimed an attempt may be sent; well below the poller's absent-after
 * @param creationsPerMinute of all processes together
 * @param burst              how many of them at once
 */
@ConfigurationProperties("vsl.generate")
record GenerateProperties(Duration sendWithin, int creationsPerMinute, int burst) {
}
