package io.vsl.provider;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a prediction has run, as far as its provider says.
 *
 * @param startedAt when it began to; null when it didn't, or it isn't said
 * @param endedAt   null while it runs, and when it isn't said
 * @param metered   seconds that the provider counts; null when it isn't said
 */
public record Ran(
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable BigDecimal metered) {

    /** Far more than a prediction may take. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** Nothing is said. */
    public static final Ran UNKNOWN = new Ran(null, null, null);

    /** Whether it is said that it ran at all. */
    public boolean isSaid() {
        return startedAt != null || metered != null && metered.signum() > 0;
    }

    /** Seconds by the times that are said; null when they aren't, or can't be meant. */
    public @Nullable BigDecimal elapsed() {
        if (startedAt == null || endedAt == null) {
            return null;
        }
        Duration time = Duration.between(startedAt, endedAt);
        return time.isNegative() || time.compareTo(LONGEST) > 0 ? null : BigDecimal.valueOf(time.toMillis(), 3);
    }
}
