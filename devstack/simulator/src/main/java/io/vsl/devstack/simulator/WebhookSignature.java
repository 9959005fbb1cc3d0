package io.vsl.devstack.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Standard Webhooks says: HMAC-SHA256 over {@code id.timestamp.body} under the key after {@code whsec_}.
 */
final class WebhookSignature {

    private static final String PREFIX = "whsec_";

    private final Mac mac;

    /**
     * Takes the secret.
     *
     * @param secret {@code whsec_} and a key in base64
     */
    WebhookSignature(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A webhook secret begins with " + PREFIX);
        }
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The value of the {@code webhook-signature} header.
     *
     * @param timestamp seconds since the epoch
     */
    String sign(String id, long timestamp, byte[] body) {
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
