package io.vsl.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptContext;
import io.vsl.job.AttemptRequested;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.postgres.Columns;
import io.vsl.testing.TestJobs;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ledger's statements are given, and what their answers mean; the statements themselves are {@link LedgerTest}'s. */
class LedgerDecisionsTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID JOB = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final UUID CLAIM = new UUID(0, 3);
    private static final Evidence EVIDENCE = new Evidence(AT, AT, 3, 1, AT);

    private final ClaimAttempts claims = new ClaimAttempts(JSON);

    @Test
    void aClaimHasEachAttemptOnceAsAnArrayPerColumn() throws JsonProcessingException {
        Claim<String> claim = claims.open(
                List.of(
                        Wanted.first("a", accepted(JOB)),
                        Wanted.first("b", accepted(JOB)),
                        Wanted.requested("c", new AttemptRequested(OTHER, 2, "interrupted"))),
                Duration.ofSeconds(30));

        assertThat(claim.jobIds()).containsExactly(JOB.toString(), OTHER.toString());
        assertThat(claim.attempts()).containsExactly(1, 2);
        assertThat(claim.causes()).containsExactly(null, "interrupted");
        assertThat(claim.accepted()).hasSize(2).endsWith((String) null);
        assertThat(JSON.readValue(claim.accepted()[0], JobAccepted.class).job().jobId())
                .isEqualTo(JOB);
        assertThat(claim.wanted()).hasSize(3);
    }

    @Test
    void aClaimIsOverInItsTimeAndNoOtherHasItsId() throws JsonProcessingException {
        long before = System.nanoTime();
        Claim<String> claim = claims.open(List.of(), Duration.ofSeconds(30));
        long after = System.nanoTime();

        assertThat(claim.sendBefore() - before)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(30).toNanos());
        assertThat(claim.sendBefore() - after)
                .isLessThanOrEqualTo(Duration.ofSeconds(30).toNanos());
        assertThat(claims.open(List.of(), Duration.ZERO).id()).isNotEqualTo(claim.id());
    }

    @Test
    void whatIsOursIsSentOnce() throws JsonProcessingException {
        Claim<String> claim = claims.open(
                List.of(Wanted.first("a", accepted(JOB)), Wanted.first("b", accepted(JOB))), Duration.ofSeconds(30));

        Claimed<String> claimed = claims.claimed(claim, List.of(row("ours", true)));

        assertThat(claimed.claim()).isSameAs(claim);
        assertThat(claimed.entries())
                .extracting(entry -> entry.wanted().subject())
                .containsExactly("a", "b");
        assertThat(claimed.entries().getFirst().standing())
                .isEqualTo(new Standing.Ours(claim.wanted().getFirst().accepted()));
        assertThat(claimed.entries().getLast().standing()).isEqualTo(new Standing.NotOurs());
    }

    @Test
    void aRequestedAttemptIsWhatTheLedgerKept() throws JsonProcessingException {
        String kept = JSON.writeValueAsString(accepted(JOB));

        assertThat(standing(
                        Wanted.requested("", new AttemptRequested(JOB, 1, "because")),
                        row("ours", true, "accepted", kept)))
                .isInstanceOfSatisfying(
                        Standing.Ours.class,
                        ours -> assertThat(ours.accepted().job().jobId()).isEqualTo(JOB));
        assertThat(standing(Wanted.requested("", new AttemptRequested(JOB, 1, "because")), row("ours", true)))
                .isEqualTo(new Standing.NeverAccepted());
    }

    /** By then the others are claimed: they would be sent by nobody. */
    @Test
    void aRowThatCantBeReadLeavesTheOthersAsTheyStand() throws JsonProcessingException {
        Claim<String> claim = claims.open(
                List.of(
                        Wanted.requested("broken", new AttemptRequested(OTHER, 1, "because")),
                        Wanted.first("good", accepted(JOB))),
                Duration.ofSeconds(30));

        Claimed<String> claimed = claims.claimed(
                claim, List.of(row("ours", true), row("job_id", OTHER, "ours", true, "accepted", "{\"job\":7}")));

        assertThat(claimed.entries().getFirst().standing())
                .isInstanceOfSatisfying(Standing.Unreadable.class, unreadable -> {
                    assertThat(unreadable.isOurs()).isTrue();
                    assertThat(unreadable.reason()).hasMessageStartingWith("What the ledger keeps of the attempt");
                });
        assertThat(claimed.entries().getLast().standing()).isInstanceOf(Standing.Ours.class);
        assertThat(standing(row("state", "rejected", "error_code", "OF_ANOTHER_RELEASE")))
                .isInstanceOfSatisfying(Standing.Unreadable.class, unreadable -> assertThat(unreadable.isOurs())
                        .isFalse());
    }

    @Test
    void whatBecameOfItIsKnown() throws JsonProcessingException {
        assertThat(standing(row("state", "submitted", "prediction_id", "p1", "at", Timestamp.from(AT))))
                .isInstanceOfSatisfying(Standing.Settled.class, settled -> assertThat(settled.fate())
                        .isEqualTo(new Fate.Submitted("p1", AT)));
        assertThat(standing(row(
                        "state",
                        "rejected",
                        "error_code",
                        "PROVIDER_REJECTED",
                        "error_message",
                        "no",
                        "at",
                        Timestamp.from(AT))))
                .isInstanceOfSatisfying(Standing.Settled.class, settled -> assertThat(settled.fate())
                        .isEqualTo(new Fate.Rejected(ErrorCode.PROVIDER_REJECTED, "no", AT)));
    }

    @Test
    void aJobThatWasCancelledIsNotSent() throws JsonProcessingException {
        assertThat(standing(row("cancelled_at", Timestamp.from(AT))))
                .isInstanceOfSatisfying(Standing.Cancelled.class, cancelled -> assertThat(cancelled.at())
                        .isEqualTo(AT));
        assertThat(standing(row("state", "claimed", "cancelled_at", Timestamp.from(AT))))
                .isInstanceOf(Standing.Cancelled.class);
        assertThat(standing(row("state", "claimed"))).isEqualTo(new Standing.NotOurs());
        assertThat(standing(row())).as("one that has ended").isEqualTo(new Standing.NotOurs());
    }

    /** Its outcome is proposed by whoever cancelled it, or finds out what became of it. */
    @ParameterizedTest
    @EnumSource(
            value = AttemptState.class,
            names = {"SENDING", "ABANDONED"})
    void whatIsUnderWayOrGivenUpIsNobodysToSend(AttemptState state) throws JsonProcessingException {
        assertThat(standing(row("state", state.value(), "cancelled_at", Timestamp.from(AT))))
                .isEqualTo(new Standing.NotOurs());
    }

    @Test
    void fatesAreAnArrayPerColumn() {
        Fates<String> fates = new Fates<>(
                CLAIM,
                List.of(
                        new Fates.Told<>("", JOB, 1, new Fate.Submitted("p1", AT)),
                        new Fates.Told<>("", OTHER, 2, new Fate.Rejected(ErrorCode.PROVIDER_REJECTED, "no", AT)),
                        new Fates.Told<>("", JOB, 3, new Fate.NotSent("no connection")),
                        new Fates.Told<>("", JOB, 4, new Fate.Unknown())));

        assertThat(fates.jobIds()).containsExactly(JOB.toString(), OTHER.toString(), JOB.toString(), JOB.toString());
        assertThat(fates.attempts()).containsExactly(1, 2, 3, 4);
        assertThat(fates.states()).containsExactly("submitted", "rejected", "claimed", "sending");
        assertThat(fates.predictionIds()).containsExactly("p1", null, null, null);
        assertThat(fates.errorCodes()).containsExactly(null, "PROVIDER_REJECTED", null, null);
        assertThat(fates.errorMessages()).containsExactly(null, "no", "no connection", null);
        assertThat(fates.times()).containsExactly(AT.toString(), AT.toString(), null, null);
    }

    @Test
    void whichJobsWereCancelledMeanwhileIsSaid() {
        Fates<String> fates = new Fates<>(CLAIM, List.of(new Fates.Told<>("a", JOB, 1, new Fate.Unknown())));

        Recorded<String> recorded = new RecordFates().recorded(fates, List.of(Map.of("job_id", OTHER)));

        assertThat(recorded.told()).isEqualTo(fates.told());
        assertThat(recorded.cancelled()).containsExactly(OTHER);
    }

    /** Nothing else is a step of the ledger. */
    @ParameterizedTest
    @CsvSource({
        "CLAIMED,SENDING",
        "SENDING,CLAIMED SENDING SUBMITTED REJECTED ABANDONED",
        "ABANDONED,ABANDONED",
        "SUBMITTED,",
        "REJECTED,"
    })
    void whatIsSettledStaysSo(AttemptState state, @Nullable String next) {
        assertThat(state.next())
                .extracting(AttemptState::name)
                .containsExactlyInAnyOrder(next == null ? new String[0] : next.split(" "));
        assertThat(AttemptState.of(state.value())).isEqualTo(state);
        assertThat(AttemptState.names()).contains(state.value());
    }

    @Test
    void aResolutionIsARowOfTheClaimThatWasLookedInto() throws JsonProcessingException {
        OpenAttempt attempt = open(AttemptState.SENDING);
        ResolveAttempts resolve = new ResolveAttempts(JSON);

        assertThat(resolve.row(() -> new Resolution.Adopted(attempt, "p1", AT)))
                .isEqualTo(new ResolveAttempts.Row(JOB, 2, CLAIM, "submitted", "p1", AT.toString(), null));
        assertThat(resolve.row(() -> new Resolution.Absent(attempt, EVIDENCE)))
                .isEqualTo(new ResolveAttempts.Row(
                        JOB, 2, CLAIM, "claimed", null, null, JSON.writeValueAsString(EVIDENCE)));
        assertThat(resolve.row(() -> new Resolution.Abandoned(attempt)))
                .isEqualTo(new ResolveAttempts.Row(JOB, 2, CLAIM, "abandoned", null, null, null));
        assertThat(resolve.resolved(List.of(Map.of("job_id", JOB))).holds()).isTrue();
        assertThat(resolve.resolved(List.of()).holds()).isFalse();
    }

    @Test
    void jobsThatAreToEndAreAskedForOnceAndAnsweredEach() throws JsonProcessingException {
        Stop<String> stop = new Stop<>(List.of(
                new Stop.Wish<>("a", JOB, "because", AT),
                new Stop.Wish<>("b", OTHER, null, AT.plusSeconds(1)),
                new Stop.Wish<>("c", JOB, "later", AT.plusSeconds(2))));
        assertThat(stop.jobIds()).containsExactly(JOB.toString(), OTHER.toString());
        assertThat(stop.reasons()).containsExactly("because", null);
        assertThat(stop.times())
                .containsExactly(AT.toString(), AT.plusSeconds(1).toString());

        Map<String, Object> known = row(
                "requested_at",
                Timestamp.from(AT),
                "ended",
                true,
                "attempts",
                2,
                "prediction_id",
                "p1",
                "job",
                JSON.writeValueAsString(accepted(JOB))
                        .replace("\"prediction\":{", "\"prediction\":{\"provider\":\"push\","));
        Map<String, Object> unknown =
                row("job_id", OTHER, "requested_at", Timestamp.from(AT), "ended", false, "attempts", 0);
        Stopped<String> stopped = new StopJobs(JSON).stopped(stop, List.of(unknown, known));

        assertThat(stopped.entries()).extracting(Stopped.Entry::subject).containsExactly("a", "b", "c");
        Stopped.Entry<String> first = stopped.entries().getFirst();
        assertThat(first.jobId()).isEqualTo(JOB);
        assertThat(first.requestedAt()).isEqualTo(AT);
        assertThat(first.ended()).isTrue();
        assertThat(first.attempts()).isEqualTo(2);
        assertThat(first.predictionId()).isEqualTo("p1");
        assertThat(first.job().modelId()).isEqualTo("flux-schnell");
        assertThat(first.provider()).isEqualTo("push");
        assertThat(stopped.entries().get(1)).isEqualTo(new Stopped.Entry<>("b", OTHER, AT, false, null, 0, null, null));
    }

    @Test
    void aRowThatCannotBeReadHoldsUpNoOther() throws JsonProcessingException {
        Map<String, Object> good = due("accepted", JSON.writeValueAsString(accepted(JOB)));

        List<OpenAttempt> taken = new TakeDue(JSON).taken(List.of(due("accepted", "{"), due("state", "lost"), good));

        assertThat(taken).singleElement().satisfies(attempt -> {
            assertThat(attempt.jobId()).isEqualTo(JOB);
            assertThat(attempt.attempt()).isEqualTo(2);
            assertThat(attempt.state()).isEqualTo(AttemptState.SUBMITTED);
            assertThat(attempt.predictionId()).isEqualTo("p1");
            assertThat(attempt.claim()).isEqualTo(CLAIM);
            assertThat(attempt.createdAt()).isEqualTo(AT);
            assertThat(attempt.updatedAt()).isEqualTo(AT.plusSeconds(1));
            assertThat(attempt.checkedAt()).isEqualTo(AT.plusSeconds(2));
            assertThat(attempt.lookedAt()).isNull();
            assertThat(attempt.reportedAt()).isEqualTo(AT.plusSeconds(3));
            assertThat(attempt.silentFor()).isEqualTo(Duration.ofSeconds(1));
            assertThat(attempt.wasLookedInto()).isFalse();
        });
    }

    @Test
    void anOpenAttemptSaysHowItStandsAndWhatTravelsWithIt() {
        assertThat(open(AttemptState.SENDING).isUnknown()).isTrue();
        assertThat(open(AttemptState.SENDING).isSubmitted()).isFalse();
        assertThat(open(AttemptState.SUBMITTED).isUnknown()).isFalse();
        assertThat(open(AttemptState.SUBMITTED).isSubmitted()).isTrue();
        assertThat(open(AttemptState.SENDING).wasLookedInto()).isTrue();
        AttemptContext context = open(AttemptState.SENDING).context();
        assertThat(context.job().jobId()).isEqualTo(JOB);
        assertThat(context.attempt()).isEqualTo(2);
        assertThat(context.outputs()).isEqualTo(4);
        assertThat(context.traceparent()).isNull();
    }

    @Test
    void predictionsOfAttemptsAreKnownByTheirIds() {
        KnownPredictions known = new KnownPredictions();

        assertThat(known.ids(() -> List.of("p1", "p2")).ids()).containsExactly("p1", "p2");
        assertThat(known.known(List.of(Map.of("prediction_id", "p2"))).ids()).containsExactly("p2");
    }

    @Test
    void whatIsToBeLookedIntoIsSaidInSeconds() {
        assertThat(new Due(Duration.ofMinutes(2), 7).patience()).isEqualTo(120);
    }

    @Test
    void aValueThatIsMissingIsNamed() {
        assertThatThrownBy(() -> Columns.value(Map.of(), "job_id", UUID.class)).hasMessage("job_id");
    }

    private Standing standing(Map<String, Object> row) throws JsonProcessingException {
        return standing(Wanted.first("", accepted(JOB)), row);
    }

    private Standing standing(Wanted<String> wanted, Map<String, Object> row) throws JsonProcessingException {
        return claims.claimed(claims.open(List.of(wanted), Duration.ZERO), List.of(row))
                .entries()
                .getFirst()
                .standing();
    }

    private static Map<String, Object> due(String column, Object value) throws JsonProcessingException {
        Map<String, Object> row = row(
                "attempt",
                2,
                "state",
                "submitted",
                "prediction_id",
                "p1",
                "claim",
                CLAIM,
                "accepted",
                JSON.writeValueAsString(accepted(JOB)),
                "created_at",
                Timestamp.from(AT),
                "updated_at",
                Timestamp.from(AT.plusSeconds(1)),
                "checked_at",
                Timestamp.from(AT.plusSeconds(2)),
                "reported_at",
                Timestamp.from(AT.plusSeconds(3)));
        row.put(column, value);
        return row;
    }

    /** Of the first attempt of the job. */
    private static Map<String, Object> row(Object... columns) {
        Map<String, Object> row = new HashMap<>(Map.of("job_id", JOB, "attempt", 1));
        for (int i = 0; i < columns.length; i += 2) {
            row.put((String) columns[i], columns[i + 1]);
        }
        return row;
    }

    private static OpenAttempt open(AttemptState state) {
        return new OpenAttempt(JOB, 2, state, null, CLAIM, accepted(JOB), AT, AT, AT, AT, null);
    }

    private static JobAccepted accepted(UUID jobId) {
        Job job = TestJobs.pending(jobId, AT);
        return new JobAccepted(
                job,
                JSON.createObjectNode(),
                new PredictionRequest("/predictions", null, JSON.createObjectNode(), 4, null));
    }
}
