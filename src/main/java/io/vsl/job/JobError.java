package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

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

    public JobError {
        details = details == null ? List.of() : List.copyOf(details);
    }

    public static JobError of(ErrorCode code, String message) {
        return new JobError(code, message, code.isRetryable(), List.of());
    }

    public static JobError invalid(List<FieldError> details) {
        return new JobError(ErrorCode.VALIDATION_FAILED, FieldError.summary(details), false, details);
    }
}
