package io.vsl.job;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One fault of one field of a request, an entry of a problem's {@code details}.
 *
 * @param field   where, as a path into the request, e.g. {@code parameters.width}
 * @param code    what kind of fault, UPPER_SNAKE, e.g. {@code OUT_OF_RANGE}
 * @param message what is allowed instead; it never repeats the value that was sent
 */
public record FieldError(String field, String code, String message) {

    /** All of them in one sentence. */
    public static String summary(List<FieldError> errors) {
        return errors.stream()
                .map(error -> error.field() + " " + error.message())
                .collect(Collectors.joining("; "));
    }
}
