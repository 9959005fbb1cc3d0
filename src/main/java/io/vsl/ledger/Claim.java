package io.vsl.ledger;

import io.vsl.platform.postgres.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The wish of one poll to send its attempts, and the right to, which ends by itself: whoever was held up for longer, by a
 * paused machine or a long collection of garbage, must not send any more, since an attempt may have been found absent
 * and sent by another by then.
 *
 * @param id         stands in the ledger beside what was claimed: what another writes down is not taken
 * @param sendBefore of {@link System#nanoTime}
 * @param rows       each attempt once, with what the ledger keeps of it
 */
public record Claim<S>(UUID id, long sendBefore, List<Wanted<S>> wanted, List<Row> rows) {

    public Claim {
        wanted = List.copyOf(wanted);
        rows = List.copyOf(rows);
    }

    /** What claim.sql is given of an attempt; accepted as JSON. */
    record Row(
            AttemptId id, @Nullable String cause, @Nullable String accepted) {}

    static <S> Map<AttemptId, Wanted<S>> distinct(List<Wanted<S>> wanted) {
        Map<AttemptId, Wanted<S>> distinct = new LinkedHashMap<>();
        wanted.forEach(one -> distinct.putIfAbsent(new AttemptId(one.jobId(), one.attempt()), one));
        return distinct;
    }

    public @Nullable String[] jobIds() {
        return Columns.texts(rows, row -> row.id().jobId());
    }

    public int[] attempts() {
        return Columns.numbers(rows, row -> row.id().attempt());
    }

    public @Nullable String[] causes() {
        return Columns.texts(rows, Row::cause);
    }

    public @Nullable String[] accepted() {
        return Columns.texts(rows, Row::accepted);
    }
}
