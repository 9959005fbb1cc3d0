package io.vsl.poller;

import io.vsl.ledger.Due;
import org.springframework.stereotype.Component;

/** Which attempts a round looks into. */
@Component("lookForDue")
class LookForDue {

    private final PollerProperties properties;

    LookForDue(PollerProperties properties) {
        this.properties = properties;
    }

    public Due due() {
        return new Due(properties.patience(), properties.limit());
    }
}
