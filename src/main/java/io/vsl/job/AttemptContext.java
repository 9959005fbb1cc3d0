package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the stages after a provider need to know of a job: it goes there with the prediction and comes back with the
 * webhook, so that nobody has to look it up.
 *
 * @param job         as it was accepted
 * @param attempt     counted from 1
 * @param outputs     how many outputs were asked for; 0 when the model's entry doesn't say
 * @param traceparent of the request, as W3C Trace Context has it; null when it had none
 * @param provider    where it is run; null is the default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptContext(
        Job job,
        int attempt,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int outputs,
        @Nullable String traceparent,
        @Nullable String provider) {

    /** More than anyone orders; each has a rank of its own in {@link JobSnapshot}. */
    static final int MAX_ATTEMPT = 400;

    /** Of the default provider. */
    public AttemptContext(Job job, int attempt, int outputs, @Nullable String traceparent) {
        this(job, attempt, outputs, traceparent, null);
    }

    public String providerName() {
        return Objects.requireNonNullElse(provider, PredictionRequest.DEFAULT_PROVIDER);
    }

    /** @throws IllegalArgumentException when that is the number of no attempt */
    static void requireAttempt(int attempt) {
        Storable.require(attempt >= 1 && attempt <= MAX_ATTEMPT, "attempt", "must be 1 to " + MAX_ATTEMPT);
    }
}
