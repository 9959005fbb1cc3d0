package io.vsl.platform.replicate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptContext;
import io.vsl.platform.security.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.stereotype.Component;

/**
 * The {@link AttemptContext} as a parameter of a webhook's URL: {@code base64url(deflate(JSON)).base64url(HMAC)}.
 * Replicate gives query parameters of a webhook's URL back to us as they are ("Receive webhooks", in its docs).
 */
@Component
public class SignedContext {

    /** The name of the query parameter. */
    public static final String PARAMETER = "context";

    /** Of the JSON: several times what the bounds of a request let it become. */
    private static final int MAX_BYTES = 64 * 1024;

    private final ObjectMapper json;
    private final byte[] key;

    SignedContext(ObjectMapper json, ReplicateProperties properties) {
        this.json = json;
        byte[] secret = properties.webhookSecret().getBytes(StandardCharsets.UTF_8);
        this.key = Sha256.hmac(secret.length == 0 ? new byte[1] : secret,
                "vsl webhook context".getBytes(StandardCharsets.UTF_8));
    }

    public String sign(AttemptContext context) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            json.writeValue(deflater, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String content = encode(bytes.toByteArray());
        return content + "." + encode(signature(content));
    }

    /** The context, when it is one that we signed. */
    public Optional<AttemptContext> verify(String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String content = token.substring(0, dot);
        try {
            byte[] given = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (!MessageDigest.isEqual(given, signature(content))) {
                return Optional.empty();
            }
            byte[] deflated = Base64.getUrlDecoder().decode(content);
            byte[] inflated = new InflaterInputStream(new ByteArrayInputStream(deflated)).readNBytes(MAX_BYTES);
            return Optional.of(json.readValue(inflated, AttemptContext.class));
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private byte[] signature(String content) {
        return Sha256.hmac(key, content.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
