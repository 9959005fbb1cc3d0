package io.vsl.provider;

import io.vsl.job.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of asking for a prediction. */
public sealed interface Creation {

    /** There is one; at is when it was created, null when that isn't said. */
    record Created(String predictionId, @Nullable Instant at) implements Creation {}

    /** There is none, and the same request would be refused again. */
    record Refused(ErrorCode code, String message) implements Creation {}

    /**
     * There is none, and nobody is to ask for one for a while.
     *
     * @param ofAccount whether somebody has to put the account right
     */
    record Held(String reason, Duration pause, boolean ofAccount) implements Creation {}

    /** There is none: the request was not sent, by no fault of the provider's. */
    record NotSent(String reason) implements Creation {}

    /** There is none: the provider could not be reached. */
    record Unreachable(String reason) implements Creation {}

    /** There may be one, or not. */
    record Unknown(String reason) implements Creation {}
}
