package io.vsl.webhook;

import io.vsl.platform.kafka.Outgoing;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook reports.
 *
 * @param report  as it goes to Kafka
 * @param inShort the same, small enough for any topic; made only when it is asked for, which is rare
 * @param endedAt when the prediction ended, by its provider's clock; null when it has not, or it isn't said
 */
public record Received(
        Outgoing report,
        Supplier<Outgoing> inShort,
        @Nullable Instant endedAt) {}
