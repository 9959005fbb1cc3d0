package io.vsl.admit;

import io.vsl.platform.postgres.Columns;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be decided on the requests of a poll. admit-jobs.sql has a column of the first request of each job. */
public final class Decisions {

    private final List<Decision> all;
    private final List<Decision> first;

    Decisions(List<Decision> all) {
        this.all = List.copyOf(all);
        Map<UUID, Decision> byJob = new LinkedHashMap<>();
        all.forEach(decision -> byJob.putIfAbsent(decision.jobId(), decision));
        this.first = List.copyOf(byJob.values());
    }

    List<Decision> all() {
        return all;
    }

    public @Nullable String[] jobIds() {
        return Columns.texts(first, Decision::jobId);
    }

    public boolean[] accepted() {
        boolean[] accepted = new boolean[first.size()];
        for (int i = 0; i < accepted.length; i++) {
            accepted[i] = first.get(i).isAcceptance();
        }
        return accepted;
    }

    public @Nullable String[] topics() {
        return Columns.texts(first, row -> row.consumed().topic());
    }

    public int[] partitions() {
        return Columns.numbers(first, row -> row.consumed().partition());
    }

    public long[] offsets() {
        return Columns.longs(first, row -> row.consumed().offset());
    }

    public @Nullable String[] digests() {
        return Columns.texts(first, Decision::digest);
    }

    /** As JSON. */
    public @Nullable String[] events() {
        return Columns.texts(first, row -> new String(row.told().value(), StandardCharsets.UTF_8));
    }
}
