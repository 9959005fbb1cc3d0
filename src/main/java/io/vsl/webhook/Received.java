package io.vsl.webhook;

import io.vsl.platform.kafka.Outgoing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook reports.
 *
 * @param report  as it goes to Kafka
 * @param inShort the same, small enough for any topic
 * @param endedAt when the prediction ended, by its provider's clock; null when it has not, or it isn't said
 */
public record Received(Outgoing report, Outgoing inShort, @Nullable Instant endedAt) {
}
