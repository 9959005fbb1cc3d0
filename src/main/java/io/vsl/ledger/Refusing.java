package io.vsl.ledger;

import io.vsl.platform.postgres.Columns;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The wish of one poll that of these jobs nothing is sent, as it can't be, unless it was.
 *
 * @param rows each job once: the first wish holds
 */
public record Refusing<S>(List<Wish<S>> wishes, List<Row> rows) {

    public Refusing {
        wishes = List.copyOf(wishes);
        rows = List.copyOf(rows);
    }

    /** What refuse.sql is given of a job; accepted as JSON. */
    record Row(UUID jobId, String accepted, String errorCode, String errorMessage, Instant at) {}

    /** Of one job. */
    public record Wish<S>(Preparing.Entry<S> job, Fate.Rejected reason) {}

    public @Nullable String[] jobIds() {
        return Columns.texts(rows, Row::jobId);
    }

    public @Nullable String[] accepted() {
        return Columns.texts(rows, Row::accepted);
    }

    public @Nullable String[] errorCodes() {
        return Columns.texts(rows, Row::errorCode);
    }

    public @Nullable String[] errorMessages() {
        return Columns.texts(rows, Row::errorMessage);
    }

    public @Nullable String[] times() {
        return Columns.texts(rows, Row::at);
    }
}
