package io.vsl.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A person wants a job to be sent again, though it may be charged twice.
 *
 * @param by     the operator
 * @param reason for people
 */
public record Order(@JsonProperty("operator") String by, String reason, Instant at) {

    /** What came of an order. */
    public sealed interface Answer {}

    /** The next attempt may be asked for; last is the number of the one that was given up. */
    public record Taken(int last) implements Answer {}

    /** The job has an outcome, or is to have one. */
    public record JobHasEnded() implements Answer {}

    /** What became of the last attempt is known, or will be soon. */
    public record NotUnknown() implements Answer {}

    /** Nothing was ever asked for such a job. */
    public record NoAttempt() implements Answer {}
}
