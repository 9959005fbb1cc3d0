package io.vsl.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobAccepted;
import io.vsl.ledger.Claimed.Entry;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each step of the ledger, on PostgreSQL: what it leads to from each state, and what it answers. */
@NeedsServers
class LedgerTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Evidence EVIDENCE = new Evidence(AT, AT, 3, 1, AT);

    private final TestLedger ledger = TestLedger.shared();
    private final UUID jobId = UUID.randomUUID();

    @BeforeEach
    void clear() {
        ledger.clear();
    }

    @Test
    void aFirstAttemptIsOursAndItsIntentIsKept() {
        Claimed<String> claimed = ledger.claim(jobId, 1);

        assertThat(claimed.entries()).singleElement().satisfies(entry -> assertThat(entry.standing())
                .isInstanceOfSatisfying(
                        Standing.Ours.class,
                        ours -> assertThat(ours.accepted().job().jobId()).isEqualTo(jobId)));
        assertThat(ledger.state(jobId, 1)).isEqualTo(AttemptState.SENDING);
    }

    @Test
    void anAttemptThatIsWantedTwiceIsOursOnce() {
        Claimed<String> claimed = ledger.claim(List.of(
                Wanted.first("one", TestLedger.accepted(jobId)), Wanted.first("other", TestLedger.accepted(jobId))));

        assertThat(claimed.entries())
                .extracting(entry -> entry.wanted().subject())
                .containsExactly("one", "other");
        assertThat(claimed.entries())
                .extracting(Entry::standing)
                .hasExactlyElementsOfTypes(Standing.Ours.class, Standing.NotOurs.class);
    }

    @Test
    void aRequestedAttemptIsWhatTheFirstOneWas() {
        assertThat(standing(ledger.claim(jobId, 2))).isInstanceOf(Standing.NeverAccepted.class);
        ledger.claim(jobId, 1);

        assertThat(standing(ledger.claim(jobId, 2))).isInstanceOfSatisfying(Standing.Ours.class, ours -> assertThat(
                        ours.accepted().job().jobId())
                .isEqualTo(jobId));
    }

    /** Its outcome is on its way to conclude, and its input may have files that were never brought. */
    @ParameterizedTest
    @EnumSource(AttemptState.class)
    void anotherAttemptIsOursUnlessOneWasRejected(AttemptState state) {
        ledger.claim(jobId, 1);
        ledger.claim(jobId, 2);
        ledger.set(jobId, 2, state);

        assertThat(standing(ledger.claim(jobId, 3)) instanceof Standing.Ours).isEqualTo(state != AttemptState.REJECTED);
        assertThat(ledger.states(jobId).containsKey(3)).isEqualTo(state != AttemptState.REJECTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"INPUT_REJECTED", "INPUT_UNAVAILABLE"})
    void noAttemptIsOursOfAJobThatWasRefusedAMomentAgo(ErrorCode code) {
        ledger.refuse(jobId, new Fate.Rejected(code, "parameters.image is empty", AT));

        assertThat(standing(ledger.claim(jobId, 2))).isInstanceOf(Standing.NotOurs.class);
        assertThat(ledger.states(jobId)).containsOnlyKeys(1);
    }

    @Test
    void whatIsRefusedIsNeverSentAndTheFirstReasonStays() {
        Fate.Rejected reason = new Fate.Rejected(ErrorCode.INPUT_REJECTED, "parameters.image is empty", AT);
        assertThat(ledger.prepare(jobId)).isInstanceOf(Standing.Ours.class);

        assertThat(refusal(ledger.refuse(jobId, reason))).isEqualTo(reason);
        assertThat(refusal(ledger.refuse(
                        jobId, new Fate.Rejected(ErrorCode.INPUT_UNAVAILABLE, "it is away", AT.plusSeconds(9)))))
                .isEqualTo(reason);
        assertThat(refusal(ledger.prepare(jobId))).isEqualTo(reason);
        assertThat(refusal(standing(ledger.claim(jobId, 1)))).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource(AttemptState.class)
    void whatWasSentIsNotRefused(AttemptState state) {
        ledger.claim(jobId, 1);
        ledger.set(jobId, 1, state);

        assertThat(ledger.refuse(jobId, new Fate.Rejected(ErrorCode.INPUT_REJECTED, "is empty", AT)))
                .isInstanceOf(Standing.NotOurs.class);
        assertThat(ledger.prepare(jobId)).isInstanceOf(Standing.NotOurs.class);
        assertThat(ledger.state(jobId, 1)).isEqualTo(state);
    }

    @Test
    void nothingIsPreparedForAJobThatIsToEndOrHasEnded() {
        ledger.stop(jobId);
        assertThat(ledger.prepare(jobId))
                .isInstanceOfSatisfying(Standing.Cancelled.class, cancelled -> assertThat(cancelled.at())
                        .isEqualTo(AT));
        ledger.conclude(jobId);
        assertThat(ledger.prepare(jobId)).isInstanceOf(Standing.NotOurs.class);
    }

    private static Fate refusal(Standing standing) {
        return ((Standing.Settled) standing).fate();
    }

    @ParameterizedTest
    @EnumSource(AttemptState.class)
    void onlyWhatIsClaimedIsSent(AttemptState state) {
        ledger.claim(jobId, 1);
        ledger.set(jobId, 1, state);

        Standing standing = standing(ledger.claim(jobId, 1));

        assertThat(standing instanceof Standing.Ours)
                .isEqualTo(state.next().contains(AttemptState.SENDING) && state != AttemptState.SENDING);
        switch (state) {
            case SUBMITTED ->
                assertThat(standing).isInstanceOfSatisfying(Standing.Settled.class, settled -> assertThat(
                                ((Fate.Submitted) settled.fate()).predictionId())
                        .isEqualTo("p"));
            case REJECTED ->
                assertThat(standing)
                        .isInstanceOfSatisfying(Standing.Settled.class, settled -> assertThat(settled.fate())
                                .isInstanceOfSatisfying(Fate.Rejected.class, rejected -> {
                                    assertThat(rejected.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
                                    assertThat(rejected.message()).isEqualTo("no");
                                }));
            case CLAIMED -> assertThat(ledger.state(jobId, 1)).isEqualTo(AttemptState.SENDING);
            case SENDING, ABANDONED -> assertThat(standing).isInstanceOf(Standing.NotOurs.class);
        }
    }

    @Test
    void nothingIsSentOfAJobThatIsToEndOrHasEnded() {
        ledger.stop(jobId);
        assertThat(standing(ledger.claim(jobId, 1)))
                .isInstanceOfSatisfying(Standing.Cancelled.class, cancelled -> assertThat(cancelled.at())
                        .isEqualTo(AT));

        UUID ended = UUID.randomUUID();
        ledger.conclude(ended);
        assertThat(standing(ledger.claim(ended, 1))).isInstanceOf(Standing.NotOurs.class);
    }

    @Test
    void whatBecameOfItIsWrittenDown() {
        for (Fate fate : List.of(
                new Fate.Submitted("p1", AT),
                new Fate.Unknown(),
                new Fate.NotSent("full"),
                new Fate.Rejected(ErrorCode.PROVIDER_REJECTED, "gone", AT))) {
            UUID job = UUID.randomUUID();
            Claimed<String> claimed = ledger.claim(job, 1);

            assertThat(ledger.record(claimed.claim().id(), job, 1, fate).cancelled())
                    .isEmpty();

            assertThat(ledger.state(job, 1)).isEqualTo(fate.state());
            Standing now = standing(ledger.claim(job, 1));
            switch (fate) {
                case Fate.Submitted submitted ->
                    assertThat(now).isEqualTo(new Standing.Settled(accepted(now), submitted));
                case Fate.Rejected rejected -> assertThat(now).isEqualTo(new Standing.Settled(accepted(now), rejected));
                case Fate.NotSent notSent -> assertThat(now).isInstanceOf(Standing.Ours.class);
                case Fate.Unknown unknown -> assertThat(now).isInstanceOf(Standing.NotOurs.class);
            }
        }
    }

    /** The claim's id: one who was held up must not take an attempt from who has it by now. */
    @Test
    void whatAnotherHasByNowIsNotTouched() {
        UUID before = ledger.claim(jobId, 1).claim().id();
        ledger.pass(Duration.ofMinutes(3));
        OpenAttempt open = ledger.due().get(0);
        assertThat(ledger.resolve(new Resolution.Absent(open, EVIDENCE)).holds())
                .isTrue();
        ledger.claim(jobId, 1);

        ledger.record(before, jobId, 1, new Fate.NotSent("too late"));
        assertThat(ledger.state(jobId, 1)).isEqualTo(AttemptState.SENDING);

        assertThat(ledger.resolve(new Resolution.Absent(open, EVIDENCE)).holds())
                .isFalse();
        assertThat(ledger.resolve(new Resolution.Abandoned(open)).holds()).isFalse();
        assertThat(ledger.resolve(new Resolution.Adopted(open, "p", AT)).holds())
                .isFalse();
        assertThat(ledger.state(jobId, 1)).isEqualTo(AttemptState.SENDING);
    }

    @ParameterizedTest
    @EnumSource(AttemptState.class)
    void onlyWhatIsUnknownIsRecordedOrResolved(AttemptState state) {
        UUID claim = ledger.claim(jobId, 1).claim().id();
        ledger.pass(Duration.ofMinutes(3));
        OpenAttempt open = ledger.due().get(0);
        ledger.set(jobId, 1, state);

        boolean holds = ledger.resolve(new Resolution.Abandoned(open)).holds();
        assertThat(holds).isEqualTo(state == AttemptState.SENDING);
        assertThat(ledger.state(jobId, 1)).isEqualTo(holds ? AttemptState.ABANDONED : state);

        ledger.set(jobId, 1, state);
        ledger.record(claim, jobId, 1, new Fate.NotSent("no"));
        assertThat(ledger.state(jobId, 1)).isEqualTo(state == AttemptState.SENDING ? AttemptState.CLAIMED : state);
    }

    @Test
    void aJobThatWasCancelledWhileItWasSentIsTold() {
        UUID claim = ledger.claim(jobId, 1).claim().id();
        ledger.stop(jobId);

        assertThat(ledger.record(claim, jobId, 1, new Fate.Submitted("p1", AT)).cancelled())
                .containsExactly(jobId);
        assertThat(ledger.state(jobId, 1)).isEqualTo(AttemptState.SUBMITTED);
    }

    @Test
    void whatWasFoundOutIsWrittenDown() {
        for (AttemptState state : List.of(AttemptState.SUBMITTED, AttemptState.CLAIMED, AttemptState.ABANDONED)) {
            ledger.clear();
            ledger.claim(jobId, 1);
            ledger.pass(Duration.ofMinutes(3));
            OpenAttempt open = ledger.due().get(0);
            Resolution resolution =
                    switch (state) {
                        case SUBMITTED -> new Resolution.Adopted(open, "p1", AT);
                        case CLAIMED -> new Resolution.Absent(open, EVIDENCE);
                        default -> new Resolution.Abandoned(open);
                    };

            assertThat(ledger.resolve(resolution).holds()).isTrue();

            AttemptView view = ledger.list(state).get(0);
            assertThat(view.predictionId()).isEqualTo(state == AttemptState.SUBMITTED ? "p1" : null);
            assertThat(view.evidence() == null).isEqualTo(state != AttemptState.CLAIMED);
            if (view.evidence() != null) {
                assertThat(view.evidence().path("listed").asInt()).isEqualTo(3);
            }
        }
    }

    @Test
    void anAttemptIsDueAfterAWhileAndThenNobodyElses() {
        ledger.claim(jobId, 1);
        assertThat(ledger.due()).isEmpty();

        ledger.pass(Duration.ofSeconds(61));
        assertThat(ledger.due()).singleElement().satisfies(open -> {
            assertThat(open.jobId()).isEqualTo(jobId);
            assertThat(open.isUnknown()).isTrue();
            assertThat(open.wasLookedInto()).isFalse();
            assertThat(open.silentFor()).isBetween(Duration.ofSeconds(61), Duration.ofSeconds(120));
        });
        assertThat(ledger.due()).isEmpty();

        ledger.pass(Duration.ofSeconds(61));
        assertThat(ledger.due()).singleElement().satisfies(open -> assertThat(open.wasLookedInto())
                .isTrue());
    }

    @Test
    void whatNobodyWasToldYetIsDueAgain() {
        ledger.claim(jobId, 1);
        ledger.set(jobId, 1, AttemptState.CLAIMED);
        ledger.pass(Duration.ofMinutes(3));
        assertThat(ledger.due()).as("the stage itself holds it").isEmpty();

        ledger.claim(jobId, 1);
        ledger.pass(Duration.ofMinutes(3));
        ledger.resolve(new Resolution.Absent(ledger.due().get(0), EVIDENCE));
        ledger.pass(Duration.ofMinutes(3));
        assertThat(ledger.due()).extracting(OpenAttempt::state).containsExactly(AttemptState.CLAIMED);

        ledger.claim(jobId, 1);
        ledger.pass(Duration.ofHours(2));
        ledger.resolve(new Resolution.Abandoned(ledger.due().get(0)));
        ledger.pass(Duration.ofMinutes(3));
        assertThat(ledger.due()).extracting(OpenAttempt::state).containsExactly(AttemptState.ABANDONED);
    }

    @Test
    void whatWasReportedIsLeftAloneForTenMinutes() {
        ledger.record(ledger.claim(jobId, 1).claim().id(), jobId, 1, new Fate.Submitted("p1", AT));
        ledger.reported(jobId, 1);
        ledger.pass(Duration.ofMinutes(9));
        assertThat(ledger.due()).isEmpty();

        ledger.pass(Duration.ofMinutes(2));
        assertThat(ledger.due()).singleElement().satisfies(open -> assertThat(open.reportedAt())
                .isNotNull());
    }

    @Test
    void aJobThatHasEndedAndAnAttemptThatHasANextAreDueNoMore() {
        ledger.claim(jobId, 1);
        ledger.claim(jobId, 2);
        ledger.pass(Duration.ofMinutes(3));
        assertThat(ledger.due()).extracting(OpenAttempt::attempt).containsExactly(2);

        ledger.conclude(jobId);
        ledger.pass(Duration.ofMinutes(3));
        assertThat(ledger.due()).isEmpty();
    }

    @Test
    void predictionsOfAttemptsAreKnown() {
        ledger.record(ledger.claim(jobId, 1).claim().id(), jobId, 1, new Fate.Submitted("p1", AT));

        assertThat(ledger.known("p0", "p1", "p2").ids()).containsExactly("p1");
        assertThat(ledger.known().ids()).isEmpty();
    }

    @Test
    void jobsThatAreToEndSayHowFarTheyHaveCome() {
        UUID unheard = UUID.randomUUID();
        ledger.record(ledger.claim(jobId, 1).claim().id(), jobId, 1, new Fate.Submitted("p1", AT));
        ledger.conclude(jobId);

        Stopped<String> stopped = ledger.stop(jobId, unheard, jobId);

        assertThat(stopped.entries()).hasSize(3);
        Stopped.Entry<String> ended = stopped.entries().get(0);
        assertThat(ended.subject()).isEqualTo("of " + jobId);
        assertThat(ended.ended()).isTrue();
        assertThat(ended.predictionId()).isEqualTo("p1");
        assertThat(ended.job().jobId()).isEqualTo(jobId);
        assertThat(ended.provider()).isNull();
        assertThat(ended.requestedAt()).isEqualTo(AT);
        assertThat(stopped.entries().get(1).job()).isNull();
        assertThat(stopped.entries().get(1).ended()).isFalse();
    }

    @Test
    void anOrderIsTakenForWhatHasBeenUnknownForAMinute() {
        assertThat(ledger.order(jobId)).isEqualTo(new Order.NoAttempt());
        ledger.claim(jobId, 1);
        assertThat(ledger.order(jobId)).isEqualTo(new Order.NotUnknown());

        ledger.pass(Duration.ofSeconds(61));
        assertThat(ledger.order(jobId)).isEqualTo(new Order.Taken(1));
        assertThat(ledger.order(jobId)).as("again, while it has led to nothing").isEqualTo(new Order.Taken(1));
        assertThat(ledger.state(jobId, 1)).isEqualTo(AttemptState.ABANDONED);

        ledger.pass(Duration.ofMinutes(3));
        assertThat(ledger.due())
                .as("what an operator has ordered is generate's")
                .isEmpty();
        ledger.claim(jobId, 2);
        assertThat(ledger.order(jobId)).isEqualTo(new Order.NotUnknown());
    }

    @ParameterizedTest
    @EnumSource(
            value = AttemptState.class,
            names = {"CLAIMED", "SUBMITTED", "REJECTED", "ABANDONED"})
    void anOrderIsNotTakenForWhatIsKnown(AttemptState state) {
        ledger.claim(jobId, 1);
        ledger.set(jobId, 1, state);
        ledger.pass(Duration.ofHours(1));

        assertThat(ledger.order(jobId)).isEqualTo(new Order.NotUnknown());
        assertThat(ledger.state(jobId, 1)).isEqualTo(state);
    }

    @Test
    void anOrderIsNotTakenForAJobThatHasEndedOrIsToEnd() {
        ledger.claim(jobId, 1);
        ledger.pass(Duration.ofHours(1));
        ledger.stop(jobId);

        assertThat(ledger.order(jobId)).isEqualTo(new Order.JobHasEnded());
        assertThat(ledger.state(jobId, 1)).isEqualTo(AttemptState.SENDING);
    }

    private static Standing standing(Claimed<String> claimed) {
        return claimed.entries().get(0).standing();
    }

    private static JobAccepted accepted(Standing standing) {
        return ((Standing.Settled) standing).accepted();
    }
}
