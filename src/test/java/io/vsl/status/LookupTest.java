package io.vsl.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobSnapshot;
import io.vsl.job.JobStarted;
import io.vsl.platform.security.Caller;
import io.vsl.status.Lookup.Next;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where a job's status is found. */
class LookupTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T10:30:00Z");
    private static final Answer NOT_THERE_LATELY = new Answer.Recent(Optional.empty());
    private static final Answer NEVER_THERE = new Answer.History(Optional.empty(), false, null);
    private static final Answer AWAY = new Answer.Away(new IOException("connection refused"));

    private final UUID jobId = UUID.randomUUID();
    private final Job job = TestJobs.pending(jobId, CREATED);
    private final JobSnapshot submitted = JobSnapshot.submitted(job);
    private final JobSnapshot running = JobSnapshot.of(new JobStarted(job.processing("p", 1), 1, CREATED), 7);
    private final JobSnapshot ended = JobSnapshot.of(
            new JobCompleted(job.failed(JobError.of(ErrorCode.TIMEOUT, "it took too long"), CREATED)), 7);
    private final Lookup begun = Lookup.of(jobId, new Caller(String.valueOf(job.userId()), false));

    @Test
    void anOutcomeIsBelievedOfRedisEvenWhenItMayHaveForgotten() {
        assertFound(begun.redis(Optional.of(ended), false), ended);
        assertThat(begun.redis(Optional.of(ended), false).isFromRedis()).isTrue();
    }

    @Test
    void thatAJobRunsIsBelievedOfARedisThatHasForgottenNothing() {
        assertFound(begun.redis(Optional.of(running), true), running);
    }

    @Test
    void thatAJobRunsIsNotBelievedOfARedisThatMayHaveForgotten() {
        Lookup lookup = begun.redis(Optional.of(running), false);

        assertThat(lookup.next()).isEqualTo(Next.DYNAMODB);
        assertThat(lookup.isFromRedis()).isFalse();
    }

    @Test
    void anOutcomeIsBelievedOfDynamodb() {
        Lookup lookup = missedInRedis().told(new Answer.Recent(Optional.of(ended)));

        assertFound(lookup, ended);
        assertThat(lookup.isFromRedis()).isFalse();
    }

    @Test
    void onlyPostgresCanSayThatAJobRunsWhereRedisIsNotBelieved() {
        Lookup lookup = missedInRedis().told(new Answer.Recent(Optional.of(running)));

        assertThat(lookup.next()).isEqualTo(Next.POSTGRES);
        assertFound(lookup.told(NEVER_THERE), running);
    }

    @Test
    void theNewestIsTakenWhereverItStands() {
        Lookup behind = begun.redis(Optional.of(running), false).told(new Answer.Recent(Optional.of(submitted)));

        assertFound(behind.told(history(Optional.of(submitted), false)), running);
        assertFound(behind.told(history(Optional.of(ended), true)), ended);
    }

    @Test
    void aDynamodbThatIsAwayIsPassedOver() {
        Lookup lookup = missedInRedis().told(AWAY);

        assertThat(lookup.next()).isEqualTo(Next.POSTGRES);
        assertFound(lookup.told(history(Optional.of(running), false)), running);
    }

    @Test
    void withoutPostgresNobodyCanSayThatAJobRunsOrThatThereIsNone() {
        for (Lookup lookup : List.of(missedInRedis(), begun.redis(Optional.of(running), false))) {
            assertUnavailable(lookup.told(NOT_THERE_LATELY).told(AWAY), "The job can't be looked up right now");
        }
    }

    @Test
    void anOutcomeOnItsWayIsWaitedFor() {
        Lookup lookup = missedInRedis().told(NOT_THERE_LATELY).told(history(Optional.of(running), true));

        assertThat(lookup.next()).isEqualTo(Next.LATER);
        assertThat(lookup.told(new Answer.Later()).next()).isEqualTo(Next.DYNAMODB);
        assertFound(
                lookup.told(new Answer.Later()).told(NOT_THERE_LATELY).told(history(Optional.of(ended), true)), ended);
    }

    @Test
    void anOutcomeThatDoesNotComeWithinTwoSecondsIsUnavailable() {
        Lookup lookup = missedInRedis();
        int waited = 0;
        lookup = lookup.told(NOT_THERE_LATELY).told(history(Optional.of(running), true));
        while (lookup.next() == Next.LATER) {
            waited++;
            lookup = lookup.told(new Answer.Later()).told(NOT_THERE_LATELY).told(history(Optional.of(running), true));
        }

        assertThat(waited).isEqualTo(20);
        assertUnavailable(lookup, "The job has ended, and its outcome is on its way");
    }

    @Test
    void aJobIsUnknownOnlyOnceAdmitHasLookedAtAllRequests() {
        Lookup lookup = missedInRedis().told(NOT_THERE_LATELY).told(NEVER_THERE);
        assertThat(lookup.next()).isEqualTo(Next.ADMIT);

        Lookup again = lookup.told(new Answer.AllAdmitted());

        assertThat(again.next()).isEqualTo(Next.DYNAMODB);
        Lookup unknown = again.told(NOT_THERE_LATELY).told(NEVER_THERE);
        assertThat(unknown.isOpen()).isFalse();
        assertThat(unknown.known()).isEmpty();
        assertThat(unknown.problem()).isNull();
    }

    @Test
    void aJobThatHadWaitedForAdmitIsFoundThenAndItsOutcomeWaitedFor() {
        Lookup admitted = missedInRedis()
                .told(NOT_THERE_LATELY)
                .told(NEVER_THERE)
                .told(new Answer.AllAdmitted())
                .told(NOT_THERE_LATELY);

        assertFound(admitted.told(history(Optional.of(submitted), false)), submitted);
        assertThat(admitted.told(history(Optional.empty(), true)).next()).isEqualTo(Next.LATER);
    }

    /** In whichever store it stands, and however far it is, it is looked for as one that never was. */
    @Test
    void anothersJobIsLookedForInEachStoreAndIsNowhere() {
        for (JobSnapshot found : List.of(submitted, running, ended)) {
            Lookup lookup = Lookup.of(jobId, new Caller("another", false));
            assertThat(lookup.theirs(Optional.of(found))).isEmpty();
            lookup = lookup.redis(Optional.empty(), false);
            for (Next next : List.of(Next.DYNAMODB, Next.POSTGRES, Next.ADMIT, Next.DYNAMODB, Next.POSTGRES)) {
                assertThat(lookup.next()).isEqualTo(next);
                lookup = lookup.told(
                        switch (next) {
                            case DYNAMODB -> new Answer.Recent(Optional.of(found));
                            case POSTGRES -> history(Optional.of(found), true);
                            default -> new Answer.AllAdmitted();
                        });
            }
            assertThat(lookup.isOpen()).isFalse();
            assertThat(lookup.known()).isEmpty();
            assertThat(lookup.problem()).isNull();
        }
    }

    @Test
    void anOutcomeOfAnothersThatIsOnItsWayIsNotWaitedFor() {
        for (String another : List.of("another", "")) {
            Lookup lookup =
                    missedInRedis().told(NOT_THERE_LATELY).told(new Answer.History(Optional.empty(), true, another));

            assertThat(lookup.next()).isEqualTo(Next.ADMIT);
        }
    }

    @Test
    void anOperatorFindsWhoseverItIs() {
        Lookup lookup = Lookup.of(jobId, new Caller("operator", true));

        assertThat(lookup.theirs(Optional.of(running))).contains(running);
        assertFound(lookup.redis(Optional.empty(), false).told(new Answer.Recent(Optional.of(ended))), ended);
    }

    private Answer history(Optional<JobSnapshot> found, boolean hasEnded) {
        return new Answer.History(found, hasEnded, job.userId());
    }

    private Lookup missedInRedis() {
        return begun.redis(Optional.empty(), false);
    }

    private static void assertFound(Lookup lookup, JobSnapshot found) {
        assertThat(lookup.isOpen()).isFalse();
        assertThat(lookup.problem()).isNull();
        assertThat(lookup.known()).contains(found);
    }

    private static void assertUnavailable(Lookup lookup, String why) {
        assertThat(lookup.isOpen()).isFalse();
        assertThat(lookup.problem()).hasMessage(why);
    }
}
