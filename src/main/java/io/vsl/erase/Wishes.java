package io.vsl.erase;

import io.vsl.platform.postgres.Columns;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a poll wants to go. note.sql has a row of the first wish of each job. */
public final class Wishes {

    private final List<Wish> all;
    private final Collection<Wish> first;

    Wishes(List<Wish> all) {
        this.all = List.copyOf(all);
        Map<UUID, Wish> byJob = new LinkedHashMap<>();
        all.forEach(wish -> byJob.merge(wish.jobId(), wish, (one, other) -> other.precedes(one) ? other : one));
        this.first = byJob.values();
    }

    List<Wish> all() {
        return all;
    }

    public @Nullable String[] jobIds() {
        return Columns.texts(first, Wish::jobId);
    }

    public @Nullable String[] times() {
        return Columns.texts(first, Wish::time);
    }

    public @Nullable String[] deletions() {
        return Columns.texts(first, wish -> wish.request().isDeletion());
    }
}
