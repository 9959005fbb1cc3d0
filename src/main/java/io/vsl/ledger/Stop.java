package io.vsl.ledger;

import io.vsl.platform.postgres.Columns;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The wish of one poll that of these jobs nothing is sent any more. */
public record Stop<S>(List<Wish<S>> wishes) {

    public Stop {
        wishes = List.copyOf(wishes);
    }

    /**
     * That one job is to end.
     *
     * @param subject the caller's own, given back as it is
     * @param reason  for people
     */
    public record Wish<S>(S subject, UUID jobId, @Nullable String reason, Instant at) {}

    /** Each job once: the first wish holds. */
    private List<Wish<S>> rows() {
        Map<UUID, Wish<S>> rows = new LinkedHashMap<>();
        wishes.forEach(wish -> rows.putIfAbsent(wish.jobId(), wish));
        return List.copyOf(rows.values());
    }

    public @Nullable String[] jobIds() {
        return Columns.texts(rows(), Wish::jobId);
    }

    public @Nullable String[] reasons() {
        return Columns.texts(rows(), Wish::reason);
    }

    public @Nullable String[] times() {
        return Columns.texts(rows(), Wish::at);
    }
}
