package io.vsl.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider's API.
 *
 * @param path       below the API's base URL
 * @param query      as it stands in the URL, encoded; null when there is none
 * @param body       null when there is none
 * @param sendBefore of {@link System#nanoTime}: later it must not go out any more; null when it may at any time
 */
public record Request(
        String method,
        String path,
        @Nullable String query,
        Map<String, String> headers,
        byte @Nullable [] body,
        @Nullable Long sendBefore) {

    public Request {
        headers = Map.copyOf(headers);
    }
}
