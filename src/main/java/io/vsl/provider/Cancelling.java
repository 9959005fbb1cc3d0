package io.vsl.provider;

/** What came of asking that a prediction be cancelled. */
public sealed interface Cancelling {

    /** It is over, or forgotten. */
    record Done() implements Cancelling {}

    /** It is to be asked again later. */
    record Again(String reason) implements Cancelling {}
}
