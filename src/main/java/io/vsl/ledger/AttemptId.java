package io.vsl.ledger;

import io.vsl.platform.postgres.Columns;
import java.util.Map;
import java.util.UUID;

/** Which attempt, of which job; the table's key. */
record AttemptId(UUID jobId, int attempt) {

    static AttemptId of(Map<String, Object> row) {
        return new AttemptId(Columns.value(row, "job_id", UUID.class), Columns.value(row, "attempt", Integer.class));
    }
}
