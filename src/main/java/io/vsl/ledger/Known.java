package io.vsl.ledger;

import java.util.Set;

/** The ids of those of the {@link Candidates} that are of some attempt. */
public record Known(Set<String> ids) {

    public Known {
        ids = Set.copyOf(ids);
    }
}
