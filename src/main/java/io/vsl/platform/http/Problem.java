package io.vsl.platform.http;

import io.vsl.job.FieldError;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An answer that is an error, as RFC 9457 problem details. Its words go to the caller: no secret, no class name. */
public final class Problem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<FieldError> details;
    private final @Nullable Duration retryAfter;
    private final @Nullable String challenge;

    private Problem(
            int status,
            String code,
            String message,
            List<FieldError> details,
            @Nullable Duration retryAfter,
            @Nullable String challenge) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.details = List.copyOf(details);
        this.retryAfter = retryAfter;
        this.challenge = challenge;
    }

    /** A problem with that HTTP status, code (UPPER_SNAKE) and sentence. */
    public static Problem of(int status, String code, String message) {
        return new Problem(status, code, message, List.of(), null, null);
    }

    /**
     * 401.
     *
     * @param challenge how one would have to say who one is, as {@code WWW-Authenticate} has it
     */
    public static Problem unauthenticated(String code, String message, String challenge) {
        return new Problem(401, code, message, List.of(), null, challenge);
    }

    /** 400, naming every fault. */
    public static Problem invalid(List<FieldError> details) {
        return new Problem(400, "VALIDATION_FAILED", FieldError.summary(details), details, null, null);
    }

    /** 429: the same request is served later. */
    public static Problem tooMany(String code, String message, Duration retryAfter) {
        return new Problem(429, code, message, List.of(), retryAfter, null);
    }

    /** 503: the same request may well be served later. */
    public static Problem unavailable(String code, String message, Duration retryAfter) {
        return new Problem(503, code, message, List.of(), retryAfter, null);
    }

    /** The message, which every problem has. */
    String sentence() {
        return Objects.requireNonNull(getMessage());
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<FieldError> details() {
        return details;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    @Nullable
    String challenge() {
        return challenge;
    }
}
