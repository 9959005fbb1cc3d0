package io.vsl.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vsl.platform.replicate.Prediction;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** How long after a prediction's end, by Replicate's clock, its webhook was in Kafka. */
@Component("measureWebhook")
class MeasureWebhook {

    private final Timer latency;
    private final ObjectMapper json;
    private final Clock clock;

    MeasureWebhook(MeterRegistry meters, ObjectMapper json, Clock clock) {
        this.latency = meters.timer("WebhookLatency");
        this.json = json;
        this.clock = clock;
    }

    public void measure(@ExchangeProperty("prediction") byte[] body) {
        try {
            Prediction prediction = json.readValue(body, Prediction.class);
            if (prediction != null && prediction.completedAt() != null) {
                Duration since = Duration.between(prediction.completedAt(), clock.instant());
                latency.record(since.isNegative() ? Duration.ZERO : since);
            }
        } catch (IOException e) {
            // Settle says what is wrong with it.
        }
    }
}
