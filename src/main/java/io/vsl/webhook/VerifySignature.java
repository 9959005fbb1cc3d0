package io.vsl.webhook;

import io.vsl.platform.http.Problem;
import io.vsl.platform.metrics.Refusals;
import io.vsl.platform.replicate.ReplicateProperties;
import io.vsl.platform.security.Sha256;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/**
 * Standard Webhooks: HMAC-SHA256 over id, timestamp and the bytes as they came, within five minutes. Not by the standard's
 * library, which makes four copies of megabytes, and can't tell a wrong secret from a clock that is off.
 */
@Component("verifySignature")
class VerifySignature {

    private static final String PREFIX = "whsec_";

    private static final String VERSION = "v1,";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final List<byte[]> secrets;
    private final Refusals refusals;
    private final Clock clock;

    /** @throws IllegalArgumentException when a secret is not in the standard's form */
    VerifySignature(ReplicateProperties properties, Refusals refusals, Clock clock) {
        this.secrets = properties.webhookSecrets().stream().map(VerifySignature::key).toList();
        this.refusals = refusals;
        this.clock = clock;
    }

    private static byte[] key(String secret) {
        try {
            return Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("REPLICATE_WEBHOOK_SECRET must be whsec_ and Base64", e);
        }
    }

    public void verify(Exchange exchange) {
        if (secrets.isEmpty()) {
            throw new IllegalStateException("REPLICATE_WEBHOOK_SECRET is not set");
        }
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        // One that is there twice is a list.
        if (!(message.getHeader("webhook-id") instanceof String id) || id.isEmpty()
                || !(message.getHeader("webhook-timestamp") instanceof String timestamp)
                || !(message.getHeader("webhook-signature") instanceof String signatures)) {
            throw refused("headers", "webhook-id, webhook-timestamp or webhook-signature is missing or there twice:"
                    + " something on the way drops headers, or somebody else calls");
        }
        if (secrets.stream().noneMatch(secret -> isSigned(secret, id + "." + timestamp + ".", body, signatures))) {
            throw refused("signature", "the signature is wrong: REPLICATE_WEBHOOK_SECRET is not the account's (compare"
                    + " GET /v1/webhooks/default/secret), something on the way changes bodies, or somebody else calls");
        }
        Duration age = age(timestamp);
        if (age.abs().compareTo(TOLERANCE) > 0) {
            throw refused("timestamp", ("the signature is right and its time is %d seconds %s by our clock: our clock is"
                    + " off, or it was held up on the way, or is sent again by somebody")
                    .formatted(age.abs().toSeconds(), age.isNegative() ? "ahead" : "ago"));
        }
        if (!isUtf8(body)) {
            throw refused("encoding", "the body is not UTF-8, which no prediction is");
        }
    }

    private static boolean isSigned(byte[] secret, String before, byte[] body, String signatures) {
        byte[] expected = Sha256.hmac(secret, before.getBytes(StandardCharsets.UTF_8), body);
        return Stream.of(signatures.split(" "))
                .filter(signature -> signature.startsWith(VERSION))
                .anyMatch(signature -> MessageDigest.isEqual(
                        Base64.getEncoder().encode(expected),
                        signature.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8)));
    }

    /** How long ago it was; one that can't be read was for ever ago. */
    private Duration age(String timestamp) {
        return timestamp.matches("[0-9]{1,12}")
                ? Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                : Duration.ofSeconds(Long.MAX_VALUE);
    }

    private static boolean isUtf8(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer passedOver = CharBuffer.allocate(8 * 1024);
        CoderResult result = decoder.decode(bytes, passedOver, true);
        while (result.isOverflow()) {
            passedOver.clear();
            result = decoder.decode(bytes, passedOver, true);
        }
        return result.isUnderflow();
    }

    private Problem refused(String reason, String cause) {
        refusals.count("webhook", reason, cause);
        return Problem.unauthenticated("INVALID_SIGNATURE", "The webhook's signature is missing, wrong or too old",
                "StandardWebhooks realm=\"vsl\"");
    }
}
