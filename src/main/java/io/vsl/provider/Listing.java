package io.vsl.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of an account's predictions, newest first, page by page. Only a list that comes to its end proves anything. */
public interface Listing {

    /** The first page of those that were created between the two. */
    Request first(Instant from, Instant to);

    /** @throws IOException when it is no page */
    Page read(Reply reply) throws IOException;

    /** A page; next is null at the last. */
    record Page(List<Listed> results, @Nullable Request next) {

        public Page {
            results = List.copyOf(results);
        }
    }

    /**
     * An item of a page.
     *
     * @param prediction null when its id can't be read
     * @param webhook    the URL that it tells of its end; null when it isn't said
     * @param input      null when it isn't said, or was removed
     */
    record Listed(
            @Nullable Prediction prediction,
            @Nullable String webhook,
            @Nullable JsonNode input) {}
}
