package io.vsl.provider;

import io.vsl.job.JobIds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the URL of a webhook says of whose prediction it is; in ours, all three.
 *
 * @param jobId   null when it names none
 * @param attempt null when it names none
 * @param context null when there is none
 */
public record WebhookUrl(
        @Nullable UUID jobId,
        @Nullable Integer attempt,
        @Nullable String context) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    public static WebhookUrl of(String url) {
        Map<String, String> parameters = new HashMap<>();
        String query = url.substring(url.indexOf('?') + 1).split("#", 2)[0];
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.putIfAbsent(parts[0], parts.length == 2 ? decoded(parts[1]) : "");
        }
        String attempt = parameters.getOrDefault("attempt", "");
        return new WebhookUrl(
                JobIds.parse(parameters.getOrDefault("job", "")).orElse(null),
                NUMBER.matcher(attempt).matches() ? Integer.valueOf(attempt) : null,
                parameters.get(SignedContext.PARAMETER));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
