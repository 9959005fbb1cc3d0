package io.vsl.conclude;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Where the outcome of a job stands, a row of what conclude-jobs.sql answers.
 *
 * @param isNew whether that was decided just now
 */
record Standing(UUID jobId, int partition, long offset, boolean isNew) {

    static Standing of(Map<String, Object> row) {
        return new Standing((UUID) required(row, "job_id"), (Integer) required(row, "partition"), (Long) required(row, "offset"),
                Boolean.TRUE.equals(row.get("decided")));
    }

    private static Object required(Map<String, Object> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    /** Whether it is that proposal which became the outcome. */
    boolean is(Proposal proposal) {
        return partition == proposal.partition() && offset == proposal.offset();
    }
}
