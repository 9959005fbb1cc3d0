package io.vsl.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What signs webhooks, in the form of the Standard Webhooks specification and in the shape of Replicate's own
 * {@code GET /v1/webhooks/default/secret}.
 *
 * @param key               {@code whsec_} and Base64
 * @param previousExpiresAt until when the one before signs too; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SigningSecret(String key, @Nullable Instant previousExpiresAt) {

    static SigningSecret of(byte[] key, @Nullable Instant previousExpiresAt) {
        return new SigningSecret("whsec_" + Base64.getEncoder().encodeToString(key), previousExpiresAt);
    }

    /** It is in no log. */
    @Override
    public String toString() {
        return "SigningSecret";
    }
}
