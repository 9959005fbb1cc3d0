package io.vsl.admin;

import io.vsl.job.FieldError;
import io.vsl.platform.http.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in an operator's URL. */
final class Parameters {

    private static final int MOST = 200;

    private Parameters() {
    }

    /** How many of a list to show. */
    static int limit(@Nullable String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw wrong("limit", "OUT_OF_RANGE", "must be an integer from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    static void requireOneOf(String name, @Nullable String text, List<String> allowed) {
        if (text != null && !allowed.contains(text)) {
            throw wrong(name, "NOT_ALLOWED", "must be one of " + String.join(", ", allowed));
        }
    }

    static Problem wrong(String name, String code, String message) {
        return Problem.invalid(List.of(new FieldError(name, code, message)));
    }
}
