package io.vsl.provider;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to our webhook, as it came.
 *
 * @param provider whose webhook it is
 * @param context  the query parameter of that name; null when there is none, or more than one
 * @param headers  by name; one that is there twice is a list
 */
public record Webhook(String provider, @Nullable String context, Map<String, Object> headers, byte[] body) {

    public Webhook {
        headers = Map.copyOf(headers);
    }

    /** The header of that name, when it is there once. */
    public Optional<String> header(String name) {
        return headers.get(name) instanceof String value ? Optional.of(value) : Optional.empty();
    }
}
