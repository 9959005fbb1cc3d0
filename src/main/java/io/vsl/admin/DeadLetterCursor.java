package io.vsl.admin;

import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.kafka.Range;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of dead letters begins.
 *
 * @param ends the first offset that was shown already, by stage and partition; null: nothing was
 */
record DeadLetterCursor(@Nullable Map<String, Long> ends) {

    private static final Pattern ENTRY = Pattern.compile("([a-z-]+/[0-9]{1,9})=([0-9]{1,18})");

    static final DeadLetterCursor FIRST = new DeadLetterCursor(null);

    /** @throws IllegalArgumentException when it is none */
    static DeadLetterCursor parse(String text) {
        Map<String, Long> ends = new HashMap<>();
        for (String entry : text.split(",")) {
            Matcher matcher = ENTRY.matcher(entry);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(entry);
            }
            ends.put(matcher.group(1), Long.valueOf(matcher.group(2)));
        }
        return new DeadLetterCursor(ends);
    }

    /** What of that range was not shown yet. */
    Range before(String stage, Range range) {
        return ends == null
                ? range
                : range.endingBefore(ends.getOrDefault(place(stage, range.partition()), range.from()));
    }

    /** Of what has not been shown yet, by {@link #place}; null when there is nothing. */
    static @Nullable String text(Map<String, Range> open) {
        String entries = open.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 0)
                .map(entry -> entry.getKey() + "=" + entry.getValue().to())
                .collect(Collectors.joining(","));
        return entries.isEmpty() ? null : QueryParameters.cursor(entries);
    }

    static String place(String stage, int partition) {
        return stage + "/" + partition;
    }
}
