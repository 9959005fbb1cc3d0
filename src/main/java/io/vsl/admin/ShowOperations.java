package io.vsl.admin;

import io.vsl.job.JobIds;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import java.util.Map;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /admin/operations} and {@code GET /admin/operations/{operationId}}. */
@Component("showOperations")
class ShowOperations {

    private static final int SHOWN = 50;

    private final OperatorActions actions;

    ShowOperations(OperatorActions actions) {
        this.actions = actions;
    }

    public Object show(@Header("operationId") @Nullable String operationId, Message asked) {
        if (operationId == null) {
            QueryParameters parameters = new QueryParameters(asked);
            int limit = parameters.limit(SHOWN);
            parameters.check();
            return Map.of("operations", actions.list(limit));
        }
        return JobIds.parse(operationId)
                .flatMap(actions::find)
                .orElseThrow(() -> Problem.of(404, "NOT_FOUND", "There is no such operation"));
    }
}
