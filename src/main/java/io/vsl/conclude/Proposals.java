package io.vsl.conclude;

import io.vsl.budget.AttemptCharges;
import io.vsl.budget.Spending;
import io.vsl.platform.postgres.Columns;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outcomes proposed in a poll. settle.sql has a column of the first of each job. */
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

    /** What the attempts cost of which all of these tell. */
    public AttemptCharges attemptCharges() {
        return new AttemptCharges(
                all.stream().map(proposal -> proposal.proposed().job()).toList());
    }

    public @Nullable String[] jobIds() {
        return Columns.texts(first, Proposal::jobId);
    }

    public int[] partitions() {
        return Columns.numbers(first, Proposal::partition);
    }

    public long[] offsets() {
        return Columns.longs(first, Proposal::offset);
    }

    public @Nullable String[] userIds() {
        return Columns.texts(first, proposal -> proposal.proposed().job().userId());
    }

    public @Nullable String[] statuses() {
        return Columns.texts(
                first, proposal -> proposal.proposed().job().status().value());
    }

    public @Nullable String[] charges() {
        return Columns.texts(first, proposal -> Spending.of(proposal.proposed().job()));
    }
}
