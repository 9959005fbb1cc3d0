package io.vsl.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.vsl.platform.http.Problem;
import io.vsl.platform.replicate.ReplicateProperties;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.springframework.stereotype.Component;

/** Standard Webhooks: HMAC-SHA256 over id, timestamp and the bytes as they came, within five minutes. */
@Component("verifySignature")
class VerifySignature {

    private static final List<String> SIGNED = List.of("webhook-id", "webhook-timestamp", "webhook-signature");

    private final ReplicateProperties properties;

    VerifySignature(ReplicateProperties properties) {
        this.properties = properties;
    }

    public void verify(@Body byte[] body, @Headers Map<String, Object> headers) {
        Map<String, List<String>> signed = new HashMap<>();
        SIGNED.forEach(name -> {
            if (headers.get(name) instanceof String value) {
                signed.put(name, List.of(value));
            }
        });
        try {
            // Strict: bytes that are not UTF-8 would be signed as other bytes.
            ByteBuffer bytes = ByteBuffer.wrap(body);
            String payload = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            verify(payload, signed);
        } catch (WebhookVerificationException | CharacterCodingException e) {
            throw Problem.of(401, "INVALID_SIGNATURE", "The webhook's signature is missing, wrong or too old");
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalStateException("REPLICATE_WEBHOOK_SECRET is not set", e);
        }
    }

    /** Replicate signs with one secret; while it is being replaced, that may be any of ours. */
    private void verify(String payload, Map<String, List<String>> signed)
            throws WebhookVerificationException, EmptyWebhookSecretException {
        List<String> secrets = properties.webhookSecrets();
        if (secrets.isEmpty()) {
            throw new EmptyWebhookSecretException("none");
        }
        WebhookVerificationException refused = null;
        for (String secret : secrets) {
            try {
                new Webhook(secret).verify(payload, signed);
                return;
            } catch (WebhookVerificationException e) {
                refused = e;
            }
        }
        throw Objects.requireNonNull(refused);
    }
}
