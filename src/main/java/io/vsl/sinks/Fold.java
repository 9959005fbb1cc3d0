package io.vsl.sinks;

import io.micrometer.core.instrument.Timer;
import io.vsl.job.JobEvent;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.stage.Item;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a poll of events comes to. */
public final class Fold {

    private final List<Entry> entries;
    private final Timer.Sample begun;
    private final Map<UUID, JobSnapshot> snapshots = new HashMap<>();

    /** An event and where it stands. */
    record Entry(Item item, JobEvent event) {

        Consumed consumed() {
            return item.consumed();
        }
    }

    Fold(List<Entry> entries, Timer.Sample begun) {
        this.begun = begun;
        this.entries = List.copyOf(entries);
        for (Entry entry : entries) {
            JobSnapshot snapshot = JobSnapshot.of(entry.event(), entry.consumed().offset());
            snapshots.merge(entry.event().job().jobId(), snapshot, (a, b) -> b.isNewerThan(a) ? b : a);
        }
    }

    /** When the work on it began. */
    Timer.Sample begun() {
        return begun;
    }

    List<Entry> entries() {
        return entries;
    }

    /** The newest of each job. */
    Collection<JobSnapshot> snapshots() {
        return snapshots.values();
    }
}
