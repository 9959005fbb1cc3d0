package io.vsl.admit;

import io.vsl.job.Job;
import io.vsl.platform.postgres.Columns;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is to be decided on the requests of a poll. reserve.sql has a column of the first request of each job. */
public final class Decisions {

    private final List<Decision> all;
    private final List<Decision> first;
    private final LocalDate day;

    /** @param day on which they are made, in UTC */
    Decisions(List<Decision> all, LocalDate day) {
        this.all = List.copyOf(all);
        this.day = day;
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
        return Columns.flags(first, Decision::isAcceptance);
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

    public @Nullable String[] userIds() {
        return ofAccepted(Job::userId);
    }

    public @Nullable String[] modelIds() {
        return ofAccepted(Job::modelId);
    }

    public @Nullable String[] estimates() {
        return ofAccepted(Job::estimatedCost);
    }

    public LocalDate day() {
        return day;
    }

    /** Of a request that is refused nothing is reserved, and it need not say whose it is. */
    private @Nullable String[] ofAccepted(Function<Job, @Nullable Object> column) {
        return Columns.texts(
                first, row -> row.isAcceptance() ? column.apply(row.event().job()) : null);
    }
}
