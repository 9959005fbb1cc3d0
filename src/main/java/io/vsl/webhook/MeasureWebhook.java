package io.vsl.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.ReadPrediction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** How long after a prediction's end, by Replicate's clock, its webhook was in Kafka. */
@Component("measureWebhook")
class MeasureWebhook {

    private final Timer latency;
    private final ReadPrediction predictions;
    private final Clock clock;

    MeasureWebhook(MeterRegistry meters, ReadPrediction predictions, Clock clock) {
        this.latency = meters.timer("WebhookLatency");
        this.predictions = predictions;
        this.clock = clock;
    }

    public void measure(@ExchangeProperty("prediction") byte[] body) {
        Instant completedAt = predictions.read(body).map(Prediction::completedAt).orElse(null);
        if (completedAt != null) {
            Duration since = Duration.between(completedAt, clock.instant());
            latency.record(since.isNegative() ? Duration.ZERO : since);
        }
    }
}
