package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an operator can have done. */
enum OperationKind {
    REPLAY,
    REBUILD,
    REDRIVE,
    VERIFY,
    ATTEMPT,
    SKIP;

    @JsonValue
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
