package io.vsl.ledger;

import java.util.List;

/**
 * The answer to {@link Preparing} or {@link Refusing}: how the first attempt of each job stands, in the given order. Ours is
 * one that nobody has claimed.
 */
public record Standings<S>(List<Entry<S>> entries) {

    public Standings {
        entries = List.copyOf(entries);
    }

    /** One job and how it stood. */
    public record Entry<S>(S subject, Standing standing) {}
}
