package io.vsl.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Message;

/**
 * Which headers and query parameters enter a route from HTTP, and which leave it: those of these lists. Without them a
 * caller's header can be one that Camel obeys, and a request's headers come back in the response.
 */
final class HttpHeaders {

    private static final Set<String> IN = Set.of(
            "Authorization",
            "X-API-Key",
            "Idempotency-Key",
            "traceparent",
            "Last-Event-ID",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    /** A key in a URL would stand in logs. */
    private static final Set<String> PARAMETERS =
            Set.of("context", "stage", "state", "userId", "status", "mediaType", "modelId", "limit", "cursor");

    private static final Set<String> OUT = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        Collections.addAll(
                OUT,
                "Content-Type",
                "Location",
                "Retry-After",
                "Cache-Control",
                "WWW-Authenticate",
                "X-RateLimit-Limit",
                "X-RateLimit-Remaining",
                "X-RateLimit-Reset");
    }

    private HttpHeaders() {}

    /** What was sent more than once becomes a list. */
    static void read(HttpServletRequest request, Message message) {
        for (String name : IN) {
            put(message, name, Collections.list(request.getHeaders(name)));
        }
        if (request.getQueryString() != null) {
            for (String name : PARAMETERS) {
                String[] values = request.getParameterValues(name);
                put(message, name, values == null ? List.of() : List.of(values));
            }
        }
    }

    private static void put(Message message, String name, List<String> values) {
        if (!values.isEmpty()) {
            message.setHeader(name, values.size() == 1 ? values.get(0) : values);
        }
    }

    static void write(Message message, HttpServletResponse response) {
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            if (OUT.contains(header.getKey())) {
                response.setHeader(header.getKey(), header.getValue().toString());
            }
        }
    }
}
