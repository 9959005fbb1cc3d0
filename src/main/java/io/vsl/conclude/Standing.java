package io.vsl.conclude;

import io.vsl.platform.postgres.Columns;
import java.util.Map;
import java.util.UUID;

/**
 * Where the outcome of a job stands, a row of what settle.sql answers.
 *
 * @param isNew          whether that was decided just now
 * @param isWithoutFiles whether the job has no files by rights: it did not complete, or they were deleted
 */
record Standing(UUID jobId, int partition, long offset, boolean isNew, boolean isWithoutFiles) {

    static Standing of(Map<String, Object> row) {
        return new Standing(
                Columns.value(row, "job_id", UUID.class),
                Columns.value(row, "partition", Integer.class),
                Columns.value(row, "offset", Long.class),
                Boolean.TRUE.equals(row.get("decided")),
                Boolean.TRUE.equals(row.get("without_files")));
    }

    /** Whether it is that proposal which became the outcome. */
    boolean is(Proposal proposal) {
        return partition == proposal.partition() && offset == proposal.offset();
    }
}
