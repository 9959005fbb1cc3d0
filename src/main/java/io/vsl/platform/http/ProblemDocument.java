package io.vsl.platform.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vsl.job.FieldError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The body of an error: RFC 9457's members, and the contract's {@code error}, {@code code} and {@code details}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String error,
        String code,
        @Nullable Long retryAfter,
        List<FieldError> details) {

    static final String CONTENT_TYPE = "application/problem+json";

    static ProblemDocument of(Problem problem, String instance) {
        HttpStatus status = HttpStatus.valueOf(problem.status());
        String type =
                "urn:vsl:problem:" + problem.code().toLowerCase(Locale.ROOT).replace('_', '-');
        Long retryAfter =
                problem.retryAfter() == null ? null : problem.retryAfter().toSeconds();
        return new ProblemDocument(
                type,
                status.getReasonPhrase(),
                problem.status(),
                problem.sentence(),
                instance,
                problem.sentence(),
                problem.code(),
                retryAfter,
                problem.details());
    }
}
