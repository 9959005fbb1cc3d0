package io.vsl.admin;

import io.vsl.job.JobIds;
import io.vsl.platform.http.Problem;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
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

    public Object show(@Header("operationId") @Nullable String operationId, @Header("limit") @Nullable String limit) {
        if (operationId == null) {
            List<Operation> operations = actions.list(Parameters.limit(limit, SHOWN));
            return Map.of("operations", operations);
        }
        return JobIds.parse(operationId).flatMap(actions::find)
                .orElseThrow(() -> Problem.of(404, "NOT_FOUND", "There is no such operation"));
    }
}
