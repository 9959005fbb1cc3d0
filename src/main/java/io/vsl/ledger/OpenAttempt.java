package io.vsl.ledger;

import io.vsl.job.AttemptContext;
import io.vsl.job.JobAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt whose job has no outcome yet. Its times are by the ledger's clock, whatever ours says.
 *
 * @param predictionId null unless the state is submitted
 * @param claim        of the poll that sent it
 * @param createdAt    before the request was sent
 * @param updatedAt    when its state last changed
 * @param checkedAt    when it was taken from the ledger, to be looked into
 * @param lookedAt     when it was taken before; null the first time
 * @param reportedAt   when its end was reported; null when it was not
 */
public record OpenAttempt(
        UUID jobId,
        int attempt,
        AttemptState state,
        @Nullable String predictionId,
        @Nullable UUID claim,
        JobAccepted accepted,
        Instant createdAt,
        Instant updatedAt,
        Instant checkedAt,
        @Nullable Instant lookedAt,
        @Nullable Instant reportedAt) {

    /** The provider has it, under the prediction's id. */
    public boolean isSubmitted() {
        return state == AttemptState.SUBMITTED;
    }

    /** Nobody knows whether the provider has it. */
    public boolean isUnknown() {
        return state == AttemptState.SENDING;
    }

    /** How long nothing has been heard of it. */
    public Duration silentFor() {
        return Duration.between(updatedAt, checkedAt);
    }

    /** Whether this is not the first look: an outage of ours may just be over, and the first answer fail for that. */
    public boolean wasLookedInto() {
        return lookedAt != null;
    }

    /** What travels with its prediction. */
    public AttemptContext context() {
        return new AttemptContext(
                accepted.job(),
                attempt,
                accepted.prediction().outputs(),
                null,
                accepted.prediction().provider());
    }
}
