package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Storable;
import io.vsl.platform.json.JsonFields;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The field {@code metadata} of a job or a batch: what its user wants to be told again with the outcome. */
public final class Metadata {

    /** It comes back to us in a URL, with the rest of the job. */
    static final int MAX_BYTES = 2048;

    /** It stands deeper in our own JSON than in the caller's, and all of it has a bound. */
    static final int MAX_DEPTH = 16;

    /** What an object of a caller's must be, so that every store can hold it. */
    static final String STORABLE =
            "must not be nested deeper than %d levels, nor have a NUL, half of a ".formatted(MAX_DEPTH)
                    + "surrogate pair or a number of more than 400 digits";

    private Metadata() {}

    /** Null when it is absent or wrong. */
    public static @Nullable ObjectNode read(JsonFields request) {
        JsonNode given = request.get("metadata");
        if (given == null) {
            return null;
        }
        if (!(given instanceof ObjectNode metadata)) {
            request.wrong("metadata", "WRONG_TYPE", "must be an object");
            return null;
        }
        if (metadata.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            request.wrong("metadata", "TOO_LONG", "must have at most %d bytes as JSON".formatted(MAX_BYTES));
            return null;
        }
        if (!Storable.isJson(metadata, MAX_DEPTH)) {
            request.wrong("metadata", "MALFORMED", STORABLE);
            return null;
        }
        return metadata;
    }
}
