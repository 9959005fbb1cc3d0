package io.vsl.platform.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What pages of other origins may do (Fetch, section 3.2). They send keys in headers, so they need no credentials of the
 * browser.
 */
@Component
class Cors {

    /** Providers call there, and no pages. */
    private static final String WEBHOOKS = "/webhook/";

    /** How long a browser may go by a preflight, in seconds; some take no longer. */
    private static final String MAX_AGE = "7200";

    private final Set<String> origins;
    private final Management management;

    Cors(CorsProperties properties, Management management) {
        this.origins = Set.copyOf(properties.allowedOrigins());
        this.management = management;
    }

    /** Whether it is the question of a browser that a page may call that path. */
    static boolean isPreflight(HttpServerRequest request) {
        return request.method().name().equals("OPTIONS")
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
    }

    /** Whether who asks is a page that may call that path. */
    boolean isAllowed(HttpServerRequest request, String path) {
        List<String> origin = request.headers().getAll("Origin");
        return origin.size() == 1 && origins.contains(origin.get(0)) && isForPages(path);
    }

    private boolean isForPages(String path) {
        return !path.startsWith(WEBHOOKS) && !management.has(path);
    }

    /** What an answer says of it, whoever asks: none when no origin is allowed. */
    Map<String, String> headers(HttpServerRequest request, String path) {
        if (origins.isEmpty() || !isForPages(path)) {
            return Map.of();
        }
        return isAllowed(request, path)
                ? Map.of(
                        "Vary",
                        "Origin",
                        "Access-Control-Allow-Origin",
                        request.getHeader("Origin"),
                        "Access-Control-Expose-Headers",
                        HttpHeaders.EXPOSED)
                : Map.of("Vary", "Origin");
    }

    /** @param methods of the path */
    Answer preflight(Collection<String> methods) {
        Answer answer = Answer.empty(204);
        answer.headers().put("Access-Control-Allow-Methods", String.join(", ", methods));
        answer.headers().put("Access-Control-Allow-Headers", HttpHeaders.FROM_PAGES);
        answer.headers().put("Access-Control-Max-Age", MAX_AGE);
        return answer;
    }
}
