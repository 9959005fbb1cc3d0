package io.vsl.stores;

import io.vsl.job.Fold;
import io.vsl.job.JobSnapshot;
import java.util.Collection;
import java.util.List;

/**
 * Some events and what they come to.
 *
 * @param events    in the log's order
 * @param snapshots of each job the newest
 */
public record FoldedEvents(List<LoggedEvent> events, Collection<JobSnapshot> snapshots) {

    public static FoldedEvents of(List<LoggedEvent> events) {
        Fold<JobSnapshot> fold = Fold.ofSnapshots();
        for (LoggedEvent logged : events) {
            fold.add(logged.event(), logged.at().offset());
        }
        return new FoldedEvents(events, fold.jobs().values());
    }
}
