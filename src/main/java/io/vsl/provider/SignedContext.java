package io.vsl.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptContext;
import io.vsl.platform.security.Sha256;
import io.vsl.provider.ContextKeys.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The {@link AttemptContext} as a parameter of a webhook's URL:
 * {@code v2.<version of the key>.base64url(deflate(JSON)).base64url(HMAC of what is before)}. Replicate gives query
 * parameters of a webhook's URL back to us as they are ("Receive webhooks", in its docs).
 *
 * <p>The keys are our own: see {@link ContextKeys}. Contexts of the form before, {@code content.HMAC} under a key made
 * of a webhook secret, are taken too, of every webhook secret that is in force.
 */
@Component
public class SignedContext {

    /** The name of the query parameter. */
    public static final String PARAMETER = "context";

    /** Of the JSON: several times what the bounds of a request let it become. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final Pattern TOKEN = Pattern.compile("v2\\.([1-9][0-9]{0,8})\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final ObjectMapper json;
    private final ContextKeys keys;
    private final List<byte[]> keysOfSecrets;

    SignedContext(ObjectMapper json, OlderSecrets older, ContextKeys keys) {
        this.json = json;
        this.keys = keys;
        this.keysOfSecrets = older.secrets().stream().map(SignedContext::keyOf).toList();
    }

    private static byte[] keyOf(String secret) {
        return Sha256.hmac(
                secret.getBytes(StandardCharsets.UTF_8), "vsl webhook context".getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes sure that contexts can be signed, for those that must know before they begin.
     *
     * @throws DataAccessException when PostgreSQL is needed for it and can't be asked
     */
    public void requireKey() {
        keys.signing();
    }

    /**
     * Makes sure that it can be told whether we signed a token.
     *
     * @throws DataAccessException when PostgreSQL is needed for it and can't be asked
     */
    public void look(String token) {
        Matcher matcher = TOKEN.matcher(token);
        if (matcher.matches()) {
            keys.look(Integer.parseInt(matcher.group(1)));
        }
    }

    /** @throws DataAccessException when no key is known yet and PostgreSQL can't be asked */
    public String sign(AttemptContext context) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            json.writeValue(deflater, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Key key = keys.signing();
        String signed = "v2." + key.version() + "." + encode(bytes.toByteArray());
        return signed + "." + encode(signature(key.bytes(), signed));
    }

    /** The context, when it is one that we signed, as far as keys are known; see {@link #look}. No I/O. */
    public Optional<AttemptContext> verify(String token) {
        int dot = token.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String signed = token.substring(0, dot);
        try {
            byte[] given = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (keysOf(token).stream().noneMatch(key -> MessageDigest.isEqual(given, signature(key, signed)))) {
                return Optional.empty();
            }
            byte[] deflated = Base64.getUrlDecoder().decode(signed.substring(signed.lastIndexOf('.') + 1));
            byte[] inflated = new InflaterInputStream(new ByteArrayInputStream(deflated)).readNBytes(MAX_BYTES);
            return Optional.of(json.readValue(inflated, AttemptContext.class));
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private List<byte[]> keysOf(String token) {
        Matcher matcher = TOKEN.matcher(token);
        if (matcher.matches()) {
            return keys.find(Integer.parseInt(matcher.group(1))).map(Key::bytes).stream()
                    .toList();
        }
        return token.indexOf('.') == token.lastIndexOf('.') ? keysOfSecrets : List.of();
    }

    private static byte[] signature(byte[] key, String signed) {
        return Sha256.hmac(key, signed.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
