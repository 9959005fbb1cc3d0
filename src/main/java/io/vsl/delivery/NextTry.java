package io.vsl.delivery;

import java.time.Instant;

/** What follows for a delivery from one try. */
public sealed interface NextTry {

    /** The receiver has it. */
    record None() implements NextTry {}

    /** It is tried again at that time. */
    record Again(Instant due) implements NextTry {}

    /** It was tried often enough. */
    record GivenUp() implements NextTry {}

    /** The receiver wants nothing more: 410. */
    record Gone() implements NextTry {}
}
