package io.vsl.conclude;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The outcomes proposed in a poll. conclude-jobs.sql has a column of the first of each job. */
public final class Proposals {

    private final List<Proposal> all;
    private final Collection<Proposal> first;

    Proposals(List<Proposal> all) {
        this.all = List.copyOf(all);
        Map<UUID, Proposal> byJob = new LinkedHashMap<>();
        all.forEach(proposal -> byJob.merge(proposal.jobId(), proposal, (a, b) -> b.offset() < a.offset() ? b : a));
        this.first = byJob.values();
    }

    List<Proposal> all() {
        return all;
    }

    public String[] jobIds() {
        return first.stream().map(proposal -> proposal.jobId().toString()).toArray(String[]::new);
    }

    public int[] partitions() {
        return first.stream().mapToInt(Proposal::partition).toArray();
    }

    public long[] offsets() {
        return first.stream().mapToLong(Proposal::offset).toArray();
    }
}
