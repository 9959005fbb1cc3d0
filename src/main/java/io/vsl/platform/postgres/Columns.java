package io.vsl.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows as an array for each column, as {@code unnest} takes them: of these the planner knows the length. For JSON it
 * expects a hundred rows, and reads tables of thousands from end to end for one.
 */
public final class Columns {

    private Columns() {}

    public static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable Object> column) {
        return rows.stream()
                .map(column)
                .map(value -> value == null ? null : value.toString())
                .toArray(String[]::new);
    }

    public static <T> int[] numbers(Collection<T> rows, ToIntFunction<T> column) {
        return rows.stream().mapToInt(column).toArray();
    }

    public static <T> long[] longs(Collection<T> rows, ToLongFunction<T> column) {
        return rows.stream().mapToLong(column).toArray();
    }

    public static <T> boolean[] flags(Collection<T> rows, Predicate<T> column) {
        boolean[] flags = new boolean[rows.size()];
        int i = 0;
        for (T row : rows) {
            flags[i++] = column.test(row);
        }
        return flags;
    }

    /** A value that is never null. */
    public static <T> T value(Map<String, Object> row, String column, Class<T> type) {
        return type.cast(Objects.requireNonNull(row.get(column), column));
    }

    /** A time that is never null. */
    public static Instant instant(Map<String, Object> row, String column) {
        return value(row, column, Timestamp.class).toInstant();
    }

    public static @Nullable Instant instantOrNull(Map<String, Object> row, String column) {
        return row.get(column) == null ? null : instant(row, column);
    }

    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
