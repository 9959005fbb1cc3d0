package io.vsl.platform.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/**
 * Which headers and query parameters enter a route from HTTP, and which leave it: those of these lists. Without it a
 * caller's header can be one that Camel obeys, and a request's headers come back in the response.
 */
@Component("httpHeaders")
class HttpHeaders implements HeaderFilterStrategy {

    private static final Set<String> IN = Set.of(
            "authorization", "x-api-key", "idempotency-key", "traceparent", "last-event-id",
            "webhook-id", "webhook-timestamp", "webhook-signature", "context",
            "stage", "state", "limit", "cursor");

    /** Of those, the query parameters. A key in a URL would stand in logs. */
    private static final Set<String> PARAMETERS = Set.of("context", "stage", "state", "limit", "cursor");

    private static final Set<String> OUT = Set.of(
            "content-type", "location", "retry-after", "cache-control",
            "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset");

    static boolean isParameter(String name) {
        return PARAMETERS.contains(name);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name.toLowerCase(Locale.ROOT));
    }
}
