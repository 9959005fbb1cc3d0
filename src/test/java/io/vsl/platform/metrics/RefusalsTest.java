package io.vsl.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.testing.HandDrivenClock;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusalsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HandDrivenClock clock = new HandDrivenClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Refusals refusals = new Refusals(meters, clock);

    @Test
    void eachIsCountedAndTheLogSaysItOnceAMinuteForEachReason(CapturedOutput output) {
        for (int i = 0; i < 100; i++) {
            refusals.count("webhook", "signature", "the secret is another");
        }
        refusals.count("webhook", "timestamp", "our clock is off");
        // Lines are written a moment later.
        Awaitility.await().untilAsserted(() -> assertThat(output)
                .containsOnlyOnce("the secret is another")
                .containsOnlyOnce("our clock is off"));

        clock.forward(Duration.ofMinutes(1));
        refusals.count("webhook", "signature", "the secret is another");

        Awaitility.await().untilAsserted(() -> assertThat(output)
                .contains("webhook refused (signature, 100 since this was said last)"));
        assertThat(meters.get("vsl.webhook.refused")
                        .tag("reason", "signature")
                        .counter()
                        .count())
                .isEqualTo(101);
        assertThat(meters.get("vsl.webhook.refused")
                        .tag("reason", "timestamp")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
