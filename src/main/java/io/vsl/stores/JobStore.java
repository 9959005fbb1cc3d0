package io.vsl.stores;

import io.vsl.job.JobSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A store that keeps jobs. It keeps of each job the snapshot of the highest version, so that it comes out equal in
 * whatever order, and how often, events are written.
 *
 * <p>To add one: a class that is a bean and a {@code JobStore}, a test that extends {@code JobStoreContract}, and the
 * stage of its {@link #stage()} with {@code direct:sink} as its work.
 *
 * <p>What it can't do at the moment it throws as its client does. The stage template tells from that whether the store is
 * away or refuses a value.
 */
public interface JobStore {

    /** The stage that writes it, {@code sink-redis}. */
    String stage();

    /**
     * Writes what events come to, unless it has something newer, in one go. A job that it would have forgotten by now is
     * left out: with the job its version went, and a late event would bring the job back as it once was.
     */
    void write(FoldedEvents events);

    /** The job, where the store has it. A document that is none, or that was too large for the store, is none. */
    Optional<JobSnapshot> find(UUID jobId);

    /** Those of some jobs, a few hundred, that the store has, as it has them. */
    Map<UUID, KeptJob> findAll(Collection<UUID> jobIds);

    /**
     * Whether the store may be without a job that the log has, by its own rules of what it forgets.
     *
     * @param lastChangedAt when the files of the job went, or else it ended, or else was created
     */
    boolean mayLack(Instant lastChangedAt);

    /** Forgets all jobs, and that it has known them. */
    void clear();

    /** The ids of all jobs, some at once, for a store that keeps each for good; none of one that forgets. */
    default void forEachId(Consumer<List<UUID>> some) {}
}
