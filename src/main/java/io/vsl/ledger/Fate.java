package io.vsl.ledger;

import io.vsl.job.ErrorCode;
import java.time.Instant;

/** What became of an attempt that was ours to send, as far as we know. */
public sealed interface Fate {

    /** A request may have reached the provider: it is never sent again without proof that it has not. */
    record Unknown() implements Fate {}

    /** Nothing was created: it may be sent again. */
    record NotSent(String reason) implements Fate {}

    /** The provider has it. */
    record Submitted(String predictionId, Instant at) implements Fate {}

    /** The provider has refused it, and would again. */
    record Rejected(ErrorCode code, String message, Instant at) implements Fate {}

    /** What the ledger is to say of it. */
    default AttemptState state() {
        return switch (this) {
            case Unknown unknown -> AttemptState.SENDING;
            case NotSent notSent -> AttemptState.CLAIMED;
            case Submitted submitted -> AttemptState.SUBMITTED;
            case Rejected rejected -> AttemptState.REJECTED;
        };
    }
}
