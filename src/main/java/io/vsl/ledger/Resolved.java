package io.vsl.ledger;

/**
 * The answer to a {@link Resolution}.
 *
 * @param holds whether the ledger says so now; otherwise somebody else knows more, and nothing is to be told
 */
public record Resolved(boolean holds) {}
