package io.vsl.admin;

import io.vsl.platform.http.QueryParameters;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** {@code GET /admin/attempts}: the ledger of what was asked of Replicate. */
@Component("listAttempts")
class ListAttempts {

    private static final int SHOWN = 50;

    private final Attempts attempts;

    ListAttempts(Attempts attempts) {
        this.attempts = attempts;
    }

    public Map<String, List<Attempts.AttemptView>> list(Message asked) {
        QueryParameters parameters = new QueryParameters(asked);
        String state = parameters.oneOf("state", Attempts.STATES);
        int limit = parameters.limit(SHOWN);
        parameters.check();
        return Map.of("attempts", attempts.list(state, limit));
    }
}
