package io.vsl.admin;

import io.vsl.ledger.AttemptState;
import io.vsl.ledger.AttemptView;
import io.vsl.ledger.OperatorsLedger;
import io.vsl.platform.http.QueryParameters;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** {@code GET /admin/attempts}: the ledger of what was asked of Replicate. */
@Component("listAttempts")
class ListAttempts {

    private static final int SHOWN = 50;

    private final OperatorsLedger ledger;

    ListAttempts(OperatorsLedger ledger) {
        this.ledger = ledger;
    }

    public Map<String, List<AttemptView>> list(Message asked) {
        QueryParameters parameters = new QueryParameters(asked);
        String state = parameters.oneOf("state", AttemptState.names());
        int limit = parameters.limit(SHOWN);
        parameters.check();
        return Map.of("attempts", ledger.list(state == null ? null : AttemptState.of(state), limit));
    }
}
