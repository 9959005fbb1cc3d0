package io.vsl.ledger;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The fates that were written down.
 *
 * @param cancelled which of the jobs were cancelled in the meantime
 */
public record Recorded<S>(List<Fates.Told<S>> told, Set<UUID> cancelled) {

    public Recorded {
        told = List.copyOf(told);
        cancelled = Set.copyOf(cancelled);
    }
}
