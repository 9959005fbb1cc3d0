package io.vsl.ledger;

import java.time.Instant;

/**
 * What was found out about an attempt of unknown fate. It holds only while the claim is the one that was looked into:
 * an attempt that was sent anew since is another request.
 */
public sealed interface Resolution {

    /** As it was taken from the ledger. */
    OpenAttempt attempt();

    /** The provider has it. */
    record Adopted(OpenAttempt attempt, String predictionId, Instant at) implements Resolution {}

    /** The provider is proven not to have it: it may be sent. */
    record Absent(OpenAttempt attempt, Evidence evidence) implements Resolution {}

    /** Its fate stayed unknown for too long. It is never sent again by itself. */
    record Abandoned(OpenAttempt attempt) implements Resolution {}

    /** What the ledger is to say of it. */
    default AttemptState state() {
        return switch (this) {
            case Adopted adopted -> AttemptState.SUBMITTED;
            case Absent absent -> AttemptState.CLAIMED;
            case Abandoned abandoned -> AttemptState.ABANDONED;
        };
    }
}
