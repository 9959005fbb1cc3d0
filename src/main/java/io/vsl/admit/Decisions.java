package io.vsl.admit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

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

    public String[] jobIds() {
        return texts(row -> row.jobId().toString());
    }

    public boolean[] accepted() {
        boolean[] accepted = new boolean[first.size()];
        for (int i = 0; i < accepted.length; i++) {
            accepted[i] = first.get(i).isAcceptance();
        }
        return accepted;
    }

    public String[] topics() {
        return texts(row -> row.consumed().topic());
    }

    public int[] partitions() {
        return first.stream().mapToInt(row -> row.consumed().partition()).toArray();
    }

    public long[] offsets() {
        return first.stream().mapToLong(row -> row.consumed().offset()).toArray();
    }

    public String[] digests() {
        return texts(Decision::digest);
    }

    /** As JSON. */
    public String[] events() {
        return texts(row -> new String(row.told().value(), StandardCharsets.UTF_8));
    }

    private String[] texts(Function<Decision, String> column) {
        return first.stream().map(column).toArray(String[]::new);
    }
}
