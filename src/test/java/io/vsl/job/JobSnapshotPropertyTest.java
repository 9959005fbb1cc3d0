package io.vsl.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The order of a job's events by their versions, whatever the order in which they are seen. */
class JobSnapshotPropertyTest {

    @Provide
    Arbitrary<List<JobEvent>> histories() {
        return JobHistories.of(UUID.randomUUID(), Instant.parse("2026-01-01T10:30:00Z"));
    }

    @Property
    void anyOrderOfSeeingComesToTheSame(@ForAll("histories") List<JobEvent> log, @ForAll Random random) {
        List<JobSnapshot> seen = new ArrayList<>(snapshots(log));
        JobSnapshot inOrder = fold(seen);

        Collections.shuffle(seen, random);

        assertThat(fold(seen)).isEqualTo(inOrder);
    }

    @Property
    void seeingSomethingAgainChangesNothing(@ForAll("histories") List<JobEvent> log) {
        List<JobSnapshot> once = snapshots(log);
        List<JobSnapshot> twice = new ArrayList<>(once);
        twice.addAll(once);

        assertThat(fold(twice)).isEqualTo(fold(once));
    }

    @Property
    void thatFilesAreGoneIsTheLastOfAllWhereverItStands(@ForAll("histories") List<JobEvent> log) {
        Job last = fold(snapshots(log)).job();

        log.stream().filter(JobMediaDeleted.class::isInstance).findFirst().ifPresent(deleted -> assertThat(last)
                .isEqualTo(deleted.job()));
    }

    @Property
    void theFirstOutcomeInTheLogIsTheJobs(@ForAll("histories") List<JobEvent> all) {
        List<JobEvent> log = all.stream()
                .filter(event -> !(event instanceof JobMediaDeleted))
                .toList();
        Assume.that(!log.isEmpty());
        Job last = fold(snapshots(log)).job();

        log.stream()
                .filter(JobCompleted.class::isInstance)
                .findFirst()
                .ifPresentOrElse(first -> assertThat(last).isEqualTo(first.job()), () -> assertThat(last.isTerminal())
                        .isFalse());
    }

    @Property
    void noGapKeepsALaterStepFromShowing(@ForAll("histories") List<JobEvent> log) {
        boolean started = log.stream().anyMatch(event -> !(event instanceof JobAccepted));

        assertThat(fold(snapshots(log)).job().status() == JobStatus.PENDING).isEqualTo(!started);
    }

    /** Each topic is a partition of its own, with offsets from 0. */
    private static List<JobSnapshot> snapshots(List<JobEvent> log) {
        Map<JobEventType, Long> ends = new HashMap<>();
        return log.stream()
                .map(event -> JobSnapshot.of(event, ends.merge(event.type(), 1L, Long::sum) - 1))
                .toList();
    }

    private static JobSnapshot fold(List<JobSnapshot> seen) {
        return seen.stream().reduce((a, b) -> b.isNewerThan(a) ? b : a).orElseThrow();
    }
}
