package io.vsl.devstack.simulator;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls in that carry an accepted token and are within its rate limits: creations and all other calls are counted
 * apart, by the minute.
 */
final class Gate implements Handler<RoutingContext> {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Older official clients say Token. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)(bearer|token) +\\S+");

    private final Set<String> tokens;
    private final Settings settings;
    private final Map<String, Window> windows = new HashMap<>();

    Gate(Set<String> tokens, Settings settings) {
        this.tokens = tokens;
        this.settings = settings;
    }

    @Override
    public void handle(RoutingContext context) {
        String token = token(context.request().getHeader("authorization"));
        boolean creation =
                context.request().method().equals(HttpMethod.POST) && Asked.pathEndsWith(context, "/predictions");
        int limit =
                creation ? settings.now().createsPerMinute() : settings.now().othersPerMinute();
        if (limit > 0) {
            count(context, windows.computeIfAbsent(creation + token, key -> new Window()), limit);
        }
        context.next();
    }

    /** Forgets what was counted. */
    void clear() {
        windows.clear();
    }

    private String token(@Nullable String authorization) {
        if (authorization == null || !CREDENTIALS.matcher(authorization).matches()) {
            throw Problem.unauthenticated();
        }
        String token = authorization.substring(authorization.lastIndexOf(' ') + 1);
        if (!tokens.isEmpty() && !tokens.contains(token)) {
            throw Problem.unauthenticated();
        }
        return token;
    }

    private void count(RoutingContext context, Window window, int limit) {
        long now = System.currentTimeMillis();
        long length = Math.max(1, settings.millis(MINUTE));
        if (now - window.start >= length) {
            window.start = now;
            window.used = 0;
        }
        long reset = Math.max(1, Math.round((window.start + length - now) / 1000.0));
        window.used++;
        context.response()
                .putHeader("ratelimit-remaining", Integer.toString(Math.max(0, limit - window.used)))
                .putHeader("ratelimit-reset", Long.toString(reset));
        if (window.used > limit) {
            throw Problem.throttled(reset);
        }
    }

    private static final class Window {
        private long start;
        private int used;
    }
}
