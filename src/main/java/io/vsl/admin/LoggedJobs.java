package io.vsl.admin;

import io.vsl.job.Fold;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobEvent;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fold of the events of some jobs, and whether one was told two outcomes. What is no event is passed over, as a sink does. */
final class LoggedJobs {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedJobs.class);

    private final EventRecords records;
    private final Fingerprint fingerprint;
    private final Predicate<UUID> isWanted;
    private final Fold<KnownJob> fold = Fold.of(this::known);
    /** Of each job that has one, the fingerprint of the first event on job.completed. */
    private final Map<UUID, UUID> outcomes = new HashMap<>();

    private final Set<UUID> changed = new HashSet<>();

    LoggedJobs(EventRecords records, Fingerprint fingerprint, Predicate<UUID> isWanted) {
        this.records = records;
        this.fingerprint = fingerprint;
        this.isWanted = isWanted;
    }

    void add(List<Consumed> some) {
        some.forEach(this::add);
    }

    private void add(Consumed consumed) {
        JobEvent event;
        try {
            event = records.read(consumed);
        } catch (RuntimeException e) {
            LOG.atDebug().addKeyValue("record", consumed.position()).log("No event: {}", e.getMessage());
            return;
        }
        UUID jobId = event.job().jobId();
        if (!isWanted.test(jobId)) {
            return;
        }
        fold.add(event, consumed.offset());
        if (event instanceof JobCompleted) {
            UUID outcome = fingerprint.of(consumed.value());
            if (!Objects.requireNonNullElse(outcomes.putIfAbsent(jobId, outcome), outcome)
                    .equals(outcome)) {
                changed.add(jobId);
            }
        }
    }

    private KnownJob known(JobSnapshot snapshot) {
        Job job = snapshot.job();
        return new KnownJob(snapshot.version(), fingerprint.of(job), job.isTerminal(), job.lastChangedAt());
    }

    /** By their ids. */
    Map<UUID, KnownJob> jobs() {
        return fold.jobs();
    }

    /** One that the log tells of. */
    KnownJob known(UUID jobId) {
        return Objects.requireNonNull(fold.jobs().get(jobId));
    }

    /** How many jobs have two outcomes on job.completed that don't say the same. */
    int changedOutcomes() {
        return changed.size();
    }
}
