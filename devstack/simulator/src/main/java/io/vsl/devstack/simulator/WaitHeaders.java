package io.vsl.devstack.simulator;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a creation that are about time.
 *
 * @param holdFor      {@code Prefer: wait=n}, how long to hold the answer back for the outputs; null for not at all
 * @param cancelAfter {@code Cancel-After: 1h30m45s}, when to give up; null for never
 */
record WaitHeaders(@Nullable Duration holdFor, @Nullable Duration cancelAfter) {

    private static final Pattern PREFER = Pattern.compile("(?:.*[,;\\s])?wait(?:=(\\d{1,9}))?(?:[,;\\s].*)?");
    private static final Pattern CANCEL_AFTER = Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    static WaitHeaders read(HttpServerRequest request) {
        return new WaitHeaders(holdFor(request.getHeader("prefer")), cancelAfter(request.getHeader("cancel-after")));
    }

    private static @Nullable Duration holdFor(@Nullable String prefer) {
        if (prefer == null) {
            return null;
        }
        Matcher match = PREFER.matcher(prefer);
        if (!match.matches()) {
            return null;
        }
        int seconds = match.group(1) == null ? 60 : Integer.parseInt(match.group(1));
        return Duration.ofSeconds(Math.max(1, Math.min(60, seconds)));
    }

    private static @Nullable Duration cancelAfter(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher match = CANCEL_AFTER.matcher(text.trim());
        Duration time = match.matches()
                ? Duration.ofHours(number(match, 1))
                        .plusMinutes(number(match, 2))
                        .plusSeconds(number(match, 3))
                : Duration.ZERO;
        if (time.compareTo(SHORTEST) < 0) {
            throw Problem.of(
                    422,
                    "Invalid Cancel-After",
                    "Cancel-After is a duration of at least 5 seconds, " + "such as 30s, 5m or 1h30m45s");
        }
        return time;
    }

    private static long number(Matcher match, int group) {
        return match.group(group) == null ? 0 : Long.parseLong(match.group(group));
    }
}
