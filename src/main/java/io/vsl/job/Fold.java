package io.vsl.job;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What events come to: of each job what its newest event left, in whatever order and however often the events come. Every
 * store is this, and is verified by this.
 *
 * @param <J> what is kept of a job
 */
public final class Fold<J extends Versioned> {

    private final Function<JobSnapshot, J> keep;
    private final Map<UUID, J> jobs = new HashMap<>();

    private Fold(Function<JobSnapshot, J> keep) {
        this.keep = keep;
    }

    /** Of snapshots as they are. */
    public static Fold<JobSnapshot> ofSnapshots() {
        return new Fold<>(Function.identity());
    }

    /** Of what is made of each snapshot, with the same version. */
    public static <J extends Versioned> Fold<J> of(Function<JobSnapshot, J> keep) {
        return new Fold<>(keep);
    }

    /** Adds an event that stands at that offset of its topic's partition. */
    public void add(JobEvent event, long offset) {
        JobSnapshot snapshot = JobSnapshot.of(event, offset);
        J known = jobs.get(event.job().jobId());
        if (known == null || snapshot.version() > known.version()) {
            jobs.put(event.job().jobId(), keep.apply(snapshot));
        }
    }

    /** What is known by now; it grows with the fold. */
    public Map<UUID, J> jobs() {
        return jobs;
    }
}
