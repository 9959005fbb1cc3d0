package io.vsl.erase;

import io.vsl.job.JobStatus;
import io.vsl.platform.postgres.Columns;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job, a row of what note.sql answers.
 *
 * @param status    how it ended; null when nobody can say it yet
 * @param deletedAt since when it has no files; null when it may have some
 */
record Noted(
        UUID jobId, @Nullable JobStatus status, @Nullable Instant deletedAt) {

    static Noted of(Map<String, Object> row) {
        String status = (String) row.get("status");
        return new Noted(
                Columns.value(row, "job_id", UUID.class),
                status == null ? null : JobStatus.valueOf(status.toUpperCase(Locale.ROOT)),
                Columns.instantOrNull(row, "deleted_at"));
    }

    /** Whether it has no files by rights: it did not complete, or they were deleted. */
    boolean hasNoFiles() {
        return deletedAt != null || status != null && status != JobStatus.COMPLETED;
    }

    /** Whether that may still change. */
    boolean isOpen() {
        return deletedAt == null && status == null;
    }
}
