package io.vsl.devstack.simulator;

import java.util.Locale;

/** What a webhook can be asked for, by {@code webhook_events_filter}. */
enum WebhookEvent {
    START,
    OUTPUT,
    LOGS,
    COMPLETED;

    /** The name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Output and logs come at most every 500 ms; start and completed always. */
    boolean throttled() {
        return this == OUTPUT || this == LOGS;
    }
}
