package io.vsl.admin;

import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /admin/attempts}: the ledger of what was asked of Replicate. */
@Component("listAttempts")
class ListAttempts {

    private static final int SHOWN = 50;

    private final Attempts attempts;

    ListAttempts(Attempts attempts) {
        this.attempts = attempts;
    }

    public Map<String, List<Attempts.AttemptView>> list(@Header("state") @Nullable String state,
            @Header("limit") @Nullable String limit) {
        Parameters.requireOneOf("state", state, Attempts.STATES);
        return Map.of("attempts", attempts.list(state, Parameters.limit(limit, SHOWN)));
    }
}
