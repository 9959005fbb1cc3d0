package io.vsl.notify;

import io.vsl.delivery.Delivery;
import io.vsl.platform.security.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Standard Webhooks: HMAC-SHA256 over id, time and the bytes of the body, once with each secret that is valid. */
final class SignDelivery {

    private SignDelivery() {}

    /** The headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}. */
    static Map<String, String> headers(Delivery delivery, Instant now, byte[] body) {
        String id = delivery.id().toString();
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] before = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put(
                "webhook-signature",
                delivery.keys().stream()
                        .map(key -> "v1," + Base64.getEncoder().encodeToString(Sha256.hmac(key, before, body)))
                        .collect(Collectors.joining(" ")));
        return headers;
    }
}
