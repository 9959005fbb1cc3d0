package io.vsl.admin;

import io.vsl.job.JobIds;
import io.vsl.job.UserIds;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.security.IssuedKeys.Change;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What calls about keys and limits have in common. */
final class KeyFields {

    static final int MAX_DESCRIPTION = 256;

    private static final int MOST_REQUESTS = 1_000_000_000;

    private KeyFields() {}

    /** 0 for no limit; null for the one that all have. */
    static @Nullable Integer requests(BodyFields fields, String name) {
        return fields.integer(name, 0, MOST_REQUESTS);
    }

    /** Null when the field is not there; JSON null sets none. */
    static <T> @Nullable Change<T> change(BodyFields fields, String name, @Nullable T value) {
        return fields.object().has(name) ? new Change<>(value) : null;
    }

    /** @throws Problem 404 when it is no id */
    static UUID id(String text) {
        return JobIds.parse(text).orElseThrow(KeyFields::unknown);
    }

    /** @throws Problem 404 when it can't be a user's */
    static String userId(String text) {
        if (!UserIds.isValid(text)) {
            throw Problem.of(404, "NOT_FOUND", "There can be no such user");
        }
        return text;
    }

    static Problem unknown() {
        return Problem.of(404, "KEY_NOT_FOUND", "There is no such key");
    }
}
