package io.vsl.platform.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;

/**
 * Which headers and query parameters enter a route from HTTP, and which leave it: those of these lists. Without them a
 * caller's header can be one that Camel obeys, and a request's headers come back in the response.
 */
final class HttpHeaders {

    /** By themselves, in any case. */
    private static final Map<String, String> IN = names(
            "Authorization",
            "X-API-Key",
            "Idempotency-Key",
            "traceparent",
            "Last-Event-ID",
            "Prefer",
            "If-None-Match",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    /** A key in a URL would stand in logs. */
    private static final Set<String> PARAMETERS = Set.of(
            "context",
            "after",
            "stage",
            "state",
            "userId",
            "status",
            "mediaType",
            "modelId",
            "batchId",
            "endpointId",
            "since",
            "from",
            "before",
            "by",
            "timeZone",
            "month",
            "download",
            "limit",
            "cursor");

    private static final Map<String, String> OUT = names(
            "Content-Type",
            "Location",
            "Preference-Applied",
            "Retry-After",
            "Cache-Control",
            "Content-Security-Policy",
            "ETag",
            "WWW-Authenticate",
            "X-Accel-Buffering",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset");

    /** Those that a page may send: what it takes itself, and what the body is. */
    static final String FROM_PAGES = Stream.concat(
                    Stream.of("Content-Type"), IN.keySet().stream().filter(name -> !name.startsWith("webhook-")))
            .sorted()
            .collect(Collectors.joining(", "));

    /** Those that a page may read, beside what any page may. */
    static final String EXPOSED = OUT.keySet().stream()
            .filter(name -> !Set.of("Cache-Control", "Content-Security-Policy", "Content-Type", "X-Accel-Buffering")
                    .contains(name))
            .collect(Collectors.joining(", "));

    private HttpHeaders() {}

    private static Map<String, String> names(String... names) {
        return Stream.of(names)
                .collect(Collectors.toMap(
                        Function.identity(),
                        Function.identity(),
                        (one, same) -> one,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    }

    /** What was sent more than once becomes a list. */
    static void read(HttpServerRequest request, Message message) {
        for (Map.Entry<String, String> header : request.headers()) {
            String name = IN.get(header.getKey());
            if (name != null) {
                add(message, name, header.getValue());
            }
        }
        if (request.query() != null) {
            // A ; is part of a value.
            MultiMap parameters = request.params(true);
            for (String name : PARAMETERS) {
                parameters.getAll(name).forEach(value -> add(message, name, value));
            }
        }
    }

    private static void add(Message message, String name, String value) {
        Object before = message.getHeader(name);
        if (before == null) {
            message.setHeader(name, value);
        } else {
            List<Object> values =
                    before instanceof List<?> several ? new ArrayList<>(several) : new ArrayList<>(List.of(before));
            values.add(value);
            message.setHeader(name, values);
        }
    }

    static SortedMap<String, String> written(Message message) {
        SortedMap<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            String name = OUT.get(header.getKey());
            if (name != null) {
                headers.put(name, header.getValue().toString());
            }
        }
        return headers;
    }
}
