package io.vsl.admin;

import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobEvent;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fold of the events of some jobs, as a sink keeps it. What is no event is passed over, as a sink does. */
final class LogFold {

    private static final Logger LOG = LoggerFactory.getLogger(LogFold.class);

    private final EventRecords records;
    private final Fingerprint fingerprint;
    private final Predicate<UUID> isWanted;
    private final Map<UUID, KnownJob> jobs = new HashMap<>();

    LogFold(EventRecords records, Fingerprint fingerprint, Predicate<UUID> isWanted) {
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
        if (!isWanted.test(event.job().jobId())) {
            return;
        }
        JobSnapshot snapshot = JobSnapshot.of(event, consumed.offset());
        UUID outcome = event instanceof JobCompleted ? fingerprint.of(consumed.value()) : null;
        jobs.merge(event.job().jobId(), known(snapshot, outcome), LogFold::newer);
    }

    private KnownJob known(JobSnapshot snapshot, @Nullable UUID outcome) {
        Job job = snapshot.job();
        return new KnownJob(snapshot.version(), fingerprint.of(job), job.isTerminal(), job.endedOrCreatedAt(),
                outcome, false);
    }

    private static KnownJob newer(KnownJob before, KnownJob now) {
        KnownJob newest = now.version() > before.version() ? now : before;
        boolean changed = before.isOutcomeChanged() || before.outcome() != null && now.outcome() != null
                && !before.outcome().equals(now.outcome());
        return new KnownJob(newest.version(), newest.fingerprint(), newest.ended(), newest.endedOrCreatedAt(),
                before.outcome() == null ? now.outcome() : before.outcome(), changed);
    }

    Map<UUID, KnownJob> jobs() {
        return jobs;
    }
}
