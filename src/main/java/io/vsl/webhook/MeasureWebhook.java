package io.vsl.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How long after a prediction's end, by its provider's clock, its webhook was in Kafka. */
@Component("measureWebhook")
class MeasureWebhook {

    private final Timer latency;
    private final Clock clock;

    MeasureWebhook(MeterRegistry meters, Clock clock) {
        this.latency = meters.timer("WebhookLatency");
        this.clock = clock;
    }

    public void measure(Received received) {
        if (received.endedAt() != null) {
            Duration since = Duration.between(received.endedAt(), clock.instant());
            latency.record(since.isNegative() ? Duration.ZERO : since);
        }
    }
}
