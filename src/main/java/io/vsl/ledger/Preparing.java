package io.vsl.ledger;

import io.vsl.job.JobAccepted;
import io.vsl.platform.postgres.Columns;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The question of one poll how jobs stand that something is done for before they are sent for the first time. */
public record Preparing<S>(List<Entry<S>> entries) {

    public Preparing {
        entries = List.copyOf(entries);
    }

    /** One of them; {@code subject} is the caller's own, given back as it is. */
    public record Entry<S>(S subject, JobAccepted accepted) {

        UUID jobId() {
            return accepted.job().jobId();
        }
    }

    public @Nullable String[] jobIds() {
        return Columns.texts(entries.stream().map(Entry::jobId).distinct().toList(), id -> id);
    }
}
