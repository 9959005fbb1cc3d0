package io.vsl.admin;

import io.vsl.job.JobSnapshot;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.Topics;
import io.vsl.stores.JobStore;
import io.vsl.stores.JobStores;
import io.vsl.stores.KeptJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Compares each sink with the fold of the log, job by job, wherever the events of a job stand: they are in several
 * partitions of a topic that was grown meanwhile. A long log is read several times, and each time some of the jobs are
 * looked at. Jobs may go on meanwhile. What differs is compared again with the log as it is by then, and counts only
 * when the log had nothing new of that job.
 */
@Component
class VerifySinks {

    private static final int AT_ONCE = 500;

    /** A job does not change more often than this, at the pace at which the log is read on. */
    private static final int MOST_LOOKS = 10;

    /** Of one reading of the log. */
    private static final int MOST_EXTRA = 100_000;

    private final AdminProperties properties;
    private final JobStores stores;
    private final AwaitSinks awaitSinks;
    private final OpenLog openLog;
    private final EventRecords records;
    private final Fingerprint fingerprint;
    private final Topics topics;

    VerifySinks(
            AdminProperties properties,
            JobStores stores,
            AwaitSinks awaitSinks,
            OpenLog openLog,
            EventRecords records,
            Fingerprint fingerprint,
            Topics topics) {
        this.properties = properties;
        this.stores = stores;
        this.awaitSinks = awaitSinks;
        this.openLog = openLog;
        this.records = records;
        this.fingerprint = fingerprint;
        this.topics = topics;
    }

    Verification.Result verify(Progress progress) throws Exception {
        Verification found = new Verification(stores.stages());
        try (LogReader log = openLog.open()) {
            List<Range> all = log.ranges(topics.events());
            long size = all.stream().mapToLong(Range::size).sum();
            int parts = Math.toIntExact(size / properties.verifyAtOnce() + 1);
            progress.expect(size * parts);
            awaitSinks.await(log, all);
            for (int part = 0; part < parts; part++) {
                int some = part;
                Predicate<UUID> isOfPart = jobId -> Math.floorMod(jobId.hashCode(), parts) == some;
                verify(log, all, isOfPart, found, progress);
            }
        }
        return found.result();
    }

    private void verify(
            LogReader log, List<Range> ranges, Predicate<UUID> isOfPart, Verification found, Progress progress)
            throws InterruptedException {
        LoggedJobs logged = new LoggedJobs(records, fingerprint, isOfPart);
        log.read(ranges, some -> {
            logged.add(some);
            progress.add(some.size());
        });
        List<Range> seen = ranges;
        Map<String, Map<UUID, Verification.Discrepancy>> suspects = new HashMap<>();
        for (JobStore store : stores.all()) {
            suspects.put(store.stage(), compare(store, logged, logged.jobs().keySet()));
        }
        for (int look = 1; suspects.values().stream().anyMatch(some -> !some.isEmpty()); look++) {
            Map<UUID, KnownJob> before = suspects.values().stream()
                    .flatMap(some -> some.keySet().stream())
                    .distinct()
                    .collect(Collectors.toMap(Function.identity(), logged::known));
            seen = readOn(log, seen, logged);
            boolean last = look == MOST_LOOKS;
            for (Map.Entry<String, Map<UUID, Verification.Discrepancy>> some : suspects.entrySet()) {
                some.getValue().entrySet().removeIf(suspect -> {
                    UUID jobId = suspect.getKey();
                    boolean real = last || logged.known(jobId).equals(before.get(jobId));
                    if (real) {
                        found.differs(some.getKey(), jobId, suspect.getValue());
                    }
                    return real;
                });
            }
            awaitSinks.await(log, seen);
            for (JobStore store : stores.all()) {
                suspects.computeIfPresent(store.stage(), (stage, some) -> compare(store, logged, some.keySet()));
            }
        }
        found.count(logged);
        for (JobStore store : stores.all()) {
            extra(store, log, seen, logged, isOfPart)
                    .forEach(jobId -> found.differs(store.stage(), jobId, Verification.Discrepancy.EXTRA));
        }
    }

    /** Reads what has come since, in partitions that were added as well; returns how far the log has been read then. */
    private List<Range> readOn(LogReader log, List<Range> seen, LoggedJobs logged) {
        List<Range> now = log.ranges(topics.events());
        log.read(
                now.stream()
                        .map(range -> range.startingAt(seen.stream()
                                .filter(before ->
                                        before.topic().equals(range.topic()) && before.partition() == range.partition())
                                .mapToLong(Range::to)
                                .findFirst()
                                .orElse(range.from())))
                        .toList(),
                logged::add);
        return now;
    }

    private Map<UUID, Verification.Discrepancy> compare(JobStore store, LoggedJobs logged, Collection<UUID> jobIds) {
        Map<UUID, Verification.Discrepancy> differing = new HashMap<>();
        for (List<UUID> some : parts(jobIds)) {
            Map<UUID, KeptJob> kept = store.findAll(some);
            for (UUID jobId : some) {
                Verification.Discrepancy what = compare(store, logged.known(jobId), kept.get(jobId));
                if (what != null) {
                    differing.put(jobId, what);
                }
            }
        }
        return differing;
    }

    private Verification.@Nullable Discrepancy compare(JobStore store, KnownJob known, @Nullable KeptJob kept) {
        if (kept == null) {
            return store.mayLack(known.lastChangedAt()) ? null : Verification.Discrepancy.MISSING;
        }
        boolean same = (kept.version() == null || kept.version() == known.version())
                && (kept.document() == null
                        || fingerprint
                                .read(kept.document())
                                .filter(snapshot -> isSame(snapshot, kept, known))
                                .isPresent());
        return same ? null : Verification.Discrepancy.DIFFERENT;
    }

    /** A store that forgets may have an event that was told once more, which says the same in an older version. */
    private boolean isSame(JobSnapshot snapshot, KeptJob kept, KnownJob known) {
        boolean version =
                kept.version() == null ? snapshot.version() <= known.version() : snapshot.version() == known.version();
        return version && fingerprint.of(snapshot.job()).equals(known.fingerprint());
    }

    /** What came while the others were looked at is none of them. */
    private Set<UUID> extra(
            JobStore store, LogReader log, List<Range> seen, LoggedJobs logged, Predicate<UUID> isOfPart) {
        Set<UUID> extra = new LinkedHashSet<>();
        store.forEachId(some -> some.stream()
                .filter(jobId -> isOfPart.test(jobId) && !logged.jobs().containsKey(jobId))
                .limit(MOST_EXTRA - extra.size())
                .forEach(extra::add));
        if (!extra.isEmpty()) {
            readOn(log, seen, logged);
            extra.removeAll(logged.jobs().keySet());
        }
        return extra;
    }

    private static List<List<UUID>> parts(Collection<UUID> jobIds) {
        List<List<UUID>> parts = new ArrayList<>();
        List<UUID> part = new ArrayList<>();
        for (UUID jobId : jobIds) {
            part.add(jobId);
            if (part.size() == AT_ONCE) {
                parts.add(part);
                part = new ArrayList<>();
            }
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
