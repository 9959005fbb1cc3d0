package io.vsl.notify;

import io.vsl.delivery.Delivery;
import io.vsl.delivery.WebhookEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deliveries and settings as tests want them. */
final class Deliver {

    static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Deliver() {}

    static Delivery to(String url) {
        return to(url, List.of(KEY));
    }

    static Delivery to(String url, List<byte[]> keys) {
        return new Delivery(
                UUID.randomUUID(),
                "user123",
                null,
                null,
                url,
                "user123 " + url,
                WebhookEvent.TEST,
                "{}",
                0,
                1,
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                keys);
    }

    static NotifyProperties properties(Duration timeout) {
        return new NotifyProperties(
                Duration.ofSeconds(1),
                List.of(Duration.ZERO, Duration.ofSeconds(5)),
                timeout,
                1000,
                100,
                10,
                Duration.ofMinutes(1),
                Duration.ofDays(5),
                Duration.ofDays(30),
                Duration.ofHours(1),
                500);
    }
}
