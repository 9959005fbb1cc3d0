package io.vsl.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.job.AttemptRequested;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.InputFile;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.job.PredictionRequest;
import io.vsl.ledger.AttemptState;
import io.vsl.ledger.Claim;
import io.vsl.ledger.Claimed;
import io.vsl.ledger.Fate;
import io.vsl.ledger.Fates;
import io.vsl.ledger.Recorded;
import io.vsl.ledger.Standing;
import io.vsl.ledger.TestClaims;
import io.vsl.ledger.Wanted;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.metrics.PlainMeters;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.platform.stage.TryAgain;
import io.vsl.provider.PushProvider;
import io.vsl.provider.TestProviders;
import io.vsl.provider.replicate.TestReplicate;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Which attempts a poll asks for, and what is told of each. */
class GenerateDecisionsTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:01Z");

    private final EventRecords records = PlainTopics.records("t");
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final FinishAttempts finish = new FinishAttempts(records, PlainMeters.ofJobs(meters));
    private final ReadAttempts read = new ReadAttempts(
            TestClaims.claims(),
            records,
            PlainTopics.withPrefix("t"),
            TestProviders.of(TestReplicate.create(), new PushProvider()),
            new GenerateProperties(500, 64, Duration.ofSeconds(30)));
    private final UUID jobId = UUID.randomUUID();
    private final PolledRecord polled = TestPolls.polled();

    @Test
    void anAcceptedJobIsAFirstAttemptAndARequestIsTheOneThatItNames() throws IOException {
        long before = System.nanoTime();

        Wanted<PolledRecord> first = wanted(read.read(TestPolls.of(records.write(accepted(null)))));
        Wanted<PolledRecord> third = wanted(
                read.read(TestPolls.of(records.attempt(new AttemptRequested(jobId, 3, "interrupted"), AT, null))));

        assertThat(first.jobId()).isEqualTo(jobId);
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(first.cause()).isNull();
        assertThat(first.accepted()).isNotNull();
        assertThat(third.jobId()).isEqualTo(jobId);
        assertThat(third.attempt()).isEqualTo(3);
        assertThat(third.cause()).isEqualTo("interrupted");
        assertThat(third.accepted()).isNull();
        assertThat(read.read(TestPolls.of(records.write(accepted("push")))).sendBefore() - before)
                .isBetween(
                        Duration.ofSeconds(30).toNanos(), Duration.ofMinutes(1).toNanos());
    }

    @Test
    void aJobWithFilesIsHandedOnAsItIsAndComesBackWithThem() throws IOException {
        JobAccepted accepted = acceptedWithFile();
        Outgoing told = records.write(accepted);
        Batch batch = TestPolls.of(told);

        assertThat(read.read(batch).wanted()).isEmpty();

        Outgoing handedOn = TestPolls.outputs(batch).getFirst();
        assertThat(handedOn.topic()).isEqualTo("t.inputs.requested");
        assertThat(handedOn.value()).isEqualTo(told.value());
        String key = "temp/%s/input-0.png".formatted(accepted.job().jobId());
        JobAccepted prepared = accepted.withStored(
                List.of(accepted.prediction().files().getFirst().at(key)));
        Wanted<PolledRecord> first = wanted(read.read(
                TestPolls.of(records.attempt(AttemptRequested.first(prepared, "its files are there"), AT, null))));
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(first.accepted()).isEqualTo(prepared);
        assertThat(prepared.parameters().path("image").asText()).isEqualTo(key);
        assertThat(prepared.prediction()
                        .linked(stored -> "link of " + stored)
                        .input()
                        .path("input_image")
                        .asText())
                .isEqualTo("link of " + key);
    }

    @Test
    void filesOfAnotherJobAreNotHandedOut() {
        JobAccepted accepted = acceptedWithFile();
        JobAccepted foreign = accepted.withStored(
                List.of(accepted.prediction().files().getFirst().at("temp/uploads/another/1")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttemptRequested.first(foreign, "its files are there"))
                .withMessageContaining("the job's own folder");
    }

    private JobAccepted acceptedWithFile() {
        ObjectNode input = JsonConfiguration.json().createObjectNode().put("input_image", "https://a.b/c.png");
        return new JobAccepted(
                accepted(null).job(),
                JsonConfiguration.json().createObjectNode().put("image", "https://a.b/c.png"),
                new PredictionRequest(
                        "/predictions",
                        null,
                        input,
                        1,
                        null,
                        null,
                        List.of(new InputFile("/image", "/input_image", List.of(), null, null))));
    }

    @Test
    void aJobOfAProviderThatNobodyKnowsIsADeadLetter() throws IOException {
        Batch batch = TestPolls.of(records.write(accepted("other")));

        assertThat(read.read(batch).wanted()).isEmpty();
        assertThat(TestPolls.deadReason(batch)).isEqualTo("There is no provider called other");
    }

    @Test
    void whatIsOursIsSentUnderItsClaim() {
        Claimed<PolledRecord> claimed = claimed(2, new Standing.Ours(accepted(null)));

        Attempts attempts = finish.known(claimed);

        assertThat(attempts.claim()).isEqualTo(claimed.claim().id());
        assertThat(attempts.ours()).singleElement().satisfies(attempt -> {
            assertThat(attempt.jobId()).isEqualTo(jobId);
            assertThat(attempt.number()).isEqualTo(2);
            assertThat(attempt.sendBefore()).isEqualTo(claimed.claim().sendBefore());
            assertThat(attempt.isToBeSent()).isTrue();
            assertThat(attempt.polled()).isSameAs(polled);
        });
        assertThat(polled.isOpen()).isTrue();
    }

    @Test
    void whatIsKnownOfAnAttemptIsToldAgain() throws IOException {
        JsonNode started =
                told("t.job.started", known(new Standing.Settled(accepted(null), new Fate.Submitted("p1", AT))));

        assertThat(started.path("predictionId").asText()).isEqualTo("p1");
        assertThat(started.path("attempt").asInt()).isEqualTo(2);
        assertThat(started.path("startedAt").asText()).isEqualTo(AT.toString());
        assertThat(meters.find("JobsStarted").counter()).as("which was counted").isNull();
    }

    @Test
    void aRefusalAndACancelledJobAreOutcomes() throws IOException {
        JsonNode refused = told(
                "t.outcome.proposed",
                known(new Standing.Settled(
                        accepted(null), new Fate.Rejected(ErrorCode.PROVIDER_REJECTED, "no such model", AT))));
        JsonNode cancelled = told("t.outcome.proposed", known(new Standing.Cancelled(accepted(null), AT)));

        assertThat(refused.at("/error/code").asText()).isEqualTo("PROVIDER_REJECTED");
        assertThat(refused.at("/error/message").asText()).isEqualTo("no such model");
        assertThat(refused.path("completedAt").asText()).isEqualTo(AT.toString());
        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.path("completedAt").asText()).isEqualTo(AT.toString());
    }

    @Test
    void ofAnothersAttemptNothingIsSaid() {
        assertThat(TestPolls.outputs(known(new Standing.NotOurs()))).isEmpty();
    }

    @Test
    void anAttemptWithoutAFirstIsADeadLetter() {
        assertThat(TestPolls.deadReason(known(new Standing.NeverAccepted())))
                .isEqualTo("The ledger knows no first attempt of this job");
    }

    @Test
    void anAttemptThatCantBeReadIsADeadLetter() {
        assertThat(TestPolls.deadReason(known(new Standing.Unreadable(new InvalidRecord("unreadable"), false))))
                .isEqualTo("unreadable");
    }

    /** So that an operator can have it sent, and nobody takes it for one whose answer was lost. */
    @Test
    void ofOneThatIsOursTheLedgerIsToldThatItWasNotSent() {
        Attempts attempts = finish.known(claimed(2, new Standing.Unreadable(new InvalidRecord("unreadable"), true)));

        assertThat(attempts.ours()).noneMatch(Attempt::isToBeSent);
        Fates<Attempt> fates = finish.fates(attempts);
        assertThat(fates.told()).singleElement().satisfies(told -> {
            assertThat(told.jobId()).isEqualTo(jobId);
            assertThat(told.attempt()).isEqualTo(2);
            assertThat(told.fate().state()).isEqualTo(AttemptState.CLAIMED);
        });
        finish.finish(new Recorded<>(fates.told(), Set.of(jobId)));
        assertThat(TestPolls.deadReason(polled)).isEqualTo("unreadable");
    }

    @Test
    void anEventThatCannotBeToldIsADeadLetterAndItsNeighboursAreTold() {
        PolledRecord other = TestPolls.polled();

        finish.known(new Claimed<>(
                TestClaims.claim(),
                List.of(
                        cancelled(polled, accepted(null, metadata().put("note", "\0"))),
                        cancelled(other, accepted(null, metadata().put("note", "x"))))));

        assertThat(polled.isOpen()).isFalse();
        assertThat(TestPolls.deadReason(polled)).contains("no store can hold");
        assertThat(TestPolls.outputs(polled)).isEmpty();
        assertThat(TestPolls.outputs(other)).extracting(Outgoing::topic).containsExactly("t.outcome.proposed");
    }

    @Test
    void theLedgerIsToldTheFateOfEach() {
        Attempts attempts = finish.known(claimed(2, new Standing.Ours(accepted(null))));
        attempts.ours().getFirst().settle(new Fate.Submitted("p1", AT));

        Fates<Attempt> fates = finish.fates(attempts);

        assertThat(fates.claim()).isEqualTo(attempts.claim());
        assertThat(fates.told())
                .containsExactly(new Fates.Told<>(attempts.ours().getFirst(), jobId, 2, new Fate.Submitted("p1", AT)));
    }

    @Test
    void aFirstAttemptThatBeganIsCounted() throws IOException {
        finish.finish(recorded(1, new Fate.Submitted("p1", AT), Set.of()));

        assertThat(told("t.job.started", polled).path("attempt").asInt()).isEqualTo(1);
        assertThat(meters.get("JobsStarted").counter().count()).isEqualTo(1);
    }

    @Test
    void aLaterAttemptIsNot() {
        finish.finish(recorded(2, new Fate.Submitted("p1", AT), Set.of()));

        assertThat(meters.find("JobsStarted").counter()).isNull();
    }

    @Test
    void aFirstAttemptThatWasRefusedDidNotBegin() throws IOException {
        finish.finish(recorded(1, new Fate.Rejected(ErrorCode.PROVIDER_REJECTED, "no", AT), Set.of()));

        assertThat(told("t.outcome.proposed", polled).at("/error/message").asText())
                .isEqualTo("no");
        assertThat(meters.find("JobsStarted").counter()).isNull();
    }

    @Test
    void ofAnUnknownFateNothingIsSaid() {
        finish.finish(recorded(1, new Fate.Unknown(), Set.of()));

        assertThat(polled.isOpen()).isFalse();
        assertThat(TestPolls.outputs(polled)).isEmpty();
    }

    @Test
    void aJobThatWasCancelledMeanwhileIsCancelledAgain() {
        finish.finish(recorded(1, new Fate.Submitted("p1", AT), Set.of(jobId)));

        assertThat(TestPolls.outputs(polled))
                .extracting(Outgoing::topic)
                .containsExactly("t.job.started", "t.job.cancel-requested");
    }

    @Test
    void whatWasNotSentIsHeldAndItsNeighboursAreTold() {
        PolledRecord other = TestPolls.polled();
        Recorded<Attempt> recorded = new Recorded<>(
                List.of(
                        told(polled, 1, new Fate.NotSent("no connection")),
                        told(TestPolls.polled(), 1, new Fate.NotSent("another reason")),
                        told(other, 1, new Fate.Submitted("p1", AT))),
                Set.of());

        assertThatThrownBy(() -> finish.finish(recorded))
                .isInstanceOf(TryAgain.class)
                .hasMessage("no connection");
        assertThat(polled.isOpen()).isTrue();
        assertThat(TestPolls.outputs(other)).hasSize(1);
    }

    /** It may pass: the stage holds it. Otherwise it is a dead letter, which may be sent again: its claim is over. */
    @Test
    void aRequestThatCannotBeMadeIsHeldOrADeadLetterAndItsNeighboursAreTold() {
        PolledRecord away = TestPolls.polled();
        PolledRecord other = TestPolls.polled();
        Recorded<Attempt> recorded = new Recorded<>(
                List.of(
                        failed(polled, new NullPointerException("key")),
                        failed(away, SdkClientException.create("no credentials")),
                        told(other, 1, new Fate.Submitted("p1", AT))),
                Set.of());

        assertThatThrownBy(() -> finish.finish(recorded))
                .isInstanceOf(TryAgain.class)
                .hasMessageContaining("no credentials");
        assertThat(TestPolls.deadReason(polled)).isEqualTo("key");
        assertThat(away.isOpen()).isTrue();
        assertThat(TestPolls.outputs(other)).hasSize(1);
        assertThat(recorded.told())
                .extracting(told -> told.fate().state())
                .containsExactly(AttemptState.CLAIMED, AttemptState.CLAIMED, AttemptState.SUBMITTED);
    }

    private Fates.Told<Attempt> failed(PolledRecord of, RuntimeException failure) {
        Attempt attempt = new Attempt(of, 1, accepted(null), 42);
        attempt.fail(failure);
        return new Fates.Told<>(attempt, jobId, 1, attempt.fate());
    }

    private PolledRecord known(Standing standing) {
        PolledRecord one = TestPolls.polled();
        Claim<PolledRecord> claim = TestClaims.claim();
        assertThat(finish.known(new Claimed<>(
                                claim,
                                List.of(new Claimed.Entry<>(
                                        Wanted.requested(one, new AttemptRequested(jobId, 2, "because")), standing))))
                        .ours())
                .isEmpty();
        assertThat(one.isOpen()).isFalse();
        return one;
    }

    private Claimed.Entry<PolledRecord> cancelled(PolledRecord of, JobAccepted accepted) {
        return new Claimed.Entry<>(
                Wanted.requested(of, new AttemptRequested(jobId, 2, "because")), new Standing.Cancelled(accepted, AT));
    }

    private Claimed<PolledRecord> claimed(int attempt, Standing standing) {
        return new Claimed<>(
                TestClaims.claim(),
                List.of(new Claimed.Entry<>(
                        Wanted.requested(polled, new AttemptRequested(jobId, attempt, "because")), standing)));
    }

    private Recorded<Attempt> recorded(int number, Fate fate, Set<UUID> cancelled) {
        return new Recorded<>(List.of(told(polled, number, fate)), cancelled);
    }

    private Fates.Told<Attempt> told(PolledRecord of, int number, Fate fate) {
        return new Fates.Told<>(new Attempt(of, number, accepted(null), 42), jobId, number, fate);
    }

    private static JsonNode told(String topic, PolledRecord polled) throws IOException {
        List<Outgoing> outputs = TestPolls.outputs(polled);
        assertThat(outputs).extracting(Outgoing::topic).containsExactly(topic);
        return JsonConfiguration.json().readTree(outputs.getFirst().value());
    }

    private static Wanted<PolledRecord> wanted(Claim<PolledRecord> claim) {
        assertThat(claim.wanted()).hasSize(1);
        return claim.wanted().getFirst();
    }

    private JobAccepted accepted(@Nullable String provider) {
        return accepted(provider, null);
    }

    private JobAccepted accepted(@Nullable String provider, @Nullable ObjectNode metadata) {
        Job job = Job.pending(
                jobId,
                new JobRequest(
                        "user123",
                        MediaType.IMAGE,
                        "flux-schnell",
                        JsonConfiguration.json().createObjectNode(),
                        null,
                        metadata),
                Instant.parse("2026-01-01T00:00:00Z"),
                new Estimate(BigDecimal.ONE, BigDecimal.ONE, null, List.of()));
        return new JobAccepted(
                job,
                JsonConfiguration.json().createObjectNode(),
                new PredictionRequest(
                        "/predictions", null, JsonConfiguration.json().createObjectNode(), 1, null, provider));
    }

    private static ObjectNode metadata() {
        return JsonConfiguration.json().createObjectNode();
    }
}
