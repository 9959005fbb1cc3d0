package io.vsl.ledger;

import java.util.Map;
import java.util.UUID;

/** Which attempt, of which job; the table's key. */
record AttemptId(UUID jobId, int attempt) {

    static AttemptId of(Map<String, Object> row) {
        return new AttemptId((UUID) row.get("job_id"), (Integer) row.get("attempt"));
    }
}
