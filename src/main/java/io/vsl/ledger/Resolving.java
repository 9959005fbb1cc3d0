package io.vsl.ledger;

import org.jspecify.annotations.Nullable;

/** Whatever says what the ledger is to say of an attempt from now on. */
public interface Resolving {

    /** Null when nothing changes; the ledger is not asked then. */
    @Nullable
    Resolution resolution();
}
