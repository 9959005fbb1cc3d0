package io.vsl.platform.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor where the next begins; null when there is none
 */
public record Shown<T>(List<T> items, @Nullable String nextCursor) {

    /**
     * Of what was read, which is one more than is shown when there is another page.
     *
     * @param place of an item, after which the next page begins
     */
    public static <T> Shown<T> of(List<T> read, int limit, Function<T, ?> place) {
        if (read.size() <= limit) {
            return new Shown<>(read, null);
        }
        List<T> items = read.subList(0, limit);
        return new Shown<>(
                items, QueryParameters.cursor(place.apply(items.getLast()).toString()));
    }
}
