package io.vsl.ledger;

import java.util.List;

/** The answer to a {@link Claim}: how each of its attempts stands, in the claim's order. */
public record Claimed<S>(Claim<S> claim, List<Entry<S>> entries) {

    public Claimed {
        entries = List.copyOf(entries);
    }

    /** An attempt and how it stood. */
    public record Entry<S>(Wanted<S> wanted, Standing standing) {}
}
