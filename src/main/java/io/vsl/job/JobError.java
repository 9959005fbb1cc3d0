package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/**
 * Why a job failed or was cancelled.
 *
 * @param message   a sentence for people; never a secret, never a stack trace
 * @param retryable whether the same request as a new job may well succeed
 * @param details   the faults of the request, one each, when the code is {@code VALIDATION_FAILED}; else empty
 */
public record JobError(
        ErrorCode code,
        String message,
        boolean retryable,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> details) {

    private static final int MAX_MESSAGE = 500;

    public JobError {
        Objects.requireNonNull(code, "code");
        Storable.requireText("error.message", message);
        details = details == null ? List.of() : List.copyOf(details);
    }

    public static JobError of(ErrorCode code, String message) {
        return new JobError(code, keepable(message), code.isRetryable(), List.of());
    }

    /** What somebody else said, as every store can hold it: shortened, no control characters, no halves of pairs. */
    public static String keepable(String said) {
        String clean = said.strip()
                .codePoints()
                .limit(MAX_MESSAGE + 1L)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean.codePointCount(0, clean.length()) <= MAX_MESSAGE
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, MAX_MESSAGE)) + "…";
    }

    public static JobError cancelled() {
        return of(ErrorCode.CANCELLED, "The job was cancelled");
    }

    public static JobError invalid(List<FieldError> details) {
        return new JobError(ErrorCode.VALIDATION_FAILED, FieldError.summary(details), false, details);
    }
}
