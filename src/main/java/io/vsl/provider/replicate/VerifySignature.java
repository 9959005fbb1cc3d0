package io.vsl.provider.replicate;

import io.vsl.platform.security.Sha256;
import io.vsl.provider.Verdict;
import io.vsl.provider.Verdict.Genuine;
import io.vsl.provider.Verdict.Refused;
import io.vsl.provider.Webhook;
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

/**
 * Standard Webhooks: HMAC-SHA256 over id, timestamp and the bytes as they came, within five minutes. Not by the standard's
 * library, which makes four copies of megabytes, and can't tell a wrong secret from a clock that is off.
 */
final class VerifySignature {

    private static final String PREFIX = "whsec_";

    private static final String VERSION = "v1,";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final List<byte[]> secrets;
    private final Clock clock;

    /** @throws IllegalArgumentException when a secret is not in the standard's form */
    VerifySignature(ReplicateProperties properties, Clock clock) {
        this.secrets =
                properties.webhookSecrets().stream().map(VerifySignature::key).toList();
        this.clock = clock;
    }

    private static byte[] key(String secret) {
        try {
            return Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("REPLICATE_WEBHOOK_SECRET must be whsec_ and Base64", e);
        }
    }

    Verdict verify(Webhook webhook) {
        if (secrets.isEmpty()) {
            throw new IllegalStateException("REPLICATE_WEBHOOK_SECRET is not set");
        }
        String id = webhook.header("webhook-id").orElse("");
        String timestamp = webhook.header("webhook-timestamp").orElse(null);
        String signatures = webhook.header("webhook-signature").orElse(null);
        if (id.isEmpty() || timestamp == null || signatures == null) {
            return new Refused(
                    "headers",
                    "webhook-id, webhook-timestamp or webhook-signature is missing or there twice:"
                            + " something on the way drops headers, or somebody else calls");
        }
        byte[] body = webhook.body();
        if (secrets.stream().noneMatch(secret -> isSigned(secret, id + "." + timestamp + ".", body, signatures))) {
            return new Refused(
                    "signature",
                    "the signature is wrong: REPLICATE_WEBHOOK_SECRET is not the account's (compare"
                            + " GET /v1/webhooks/default/secret), something on the way changes bodies, or somebody else calls");
        }
        Duration age = age(timestamp);
        if (age.abs().compareTo(TOLERANCE) > 0) {
            return new Refused(
                    "timestamp",
                    ("the signature is right and its time is %d seconds %s by our clock: our clock is"
                                    + " off, or it was held up on the way, or is sent again by somebody")
                            .formatted(age.abs().toSeconds(), age.isNegative() ? "ahead" : "ago"));
        }
        return isUtf8(body)
                ? new Genuine(id)
                : new Refused("encoding", "the body is not UTF-8, which no prediction is");
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
}
