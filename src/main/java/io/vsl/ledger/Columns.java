package io.vsl.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows as an array for each column, as {@code unnest} takes them: of these the planner knows the length. For JSON it
 * expects a hundred rows, and reads tables of thousands from end to end for one.
 */
final class Columns {

    private Columns() {
    }

    static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable Object> column) {
        return rows.stream().map(column).map(value -> value == null ? null : value.toString()).toArray(String[]::new);
    }

    static <T> int[] numbers(Collection<T> rows, ToIntFunction<T> column) {
        return rows.stream().mapToInt(column).toArray();
    }

    static Instant instant(Object timestamp) {
        return ((Timestamp) timestamp).toInstant();
    }

    static @Nullable Instant instantOrNull(@Nullable Object timestamp) {
        return timestamp == null ? null : instant(timestamp);
    }
}
