package io.vsl.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What came of one try. */
public enum TryResult {
    /** Answered with 2xx. */
    TAKEN,
    /** Answered with another status. */
    STATUS,
    /** Answered with a redirect, which is not followed. */
    REDIRECT,
    /** Not answered in time. */
    TIMEOUT,
    /** The name of the host has no address. */
    DNS,
    /** No connection. */
    REFUSED,
    /** No secure connection, such as for a certificate that is not valid. */
    TLS,
    /** The name of the host leads into our network: nobody was called. */
    INTERNAL,
    /** The connection ended before the answer, or the answer was no HTTP. */
    CLOSED;

    /** As the log has it. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
