package io.vsl.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.Job;
import io.vsl.ledger.Stop;
import io.vsl.ledger.Stopped;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.provider.Answered;
import io.vsl.provider.Call;
import io.vsl.provider.PushProvider;
import io.vsl.provider.Reply;
import io.vsl.provider.TestProviders;
import io.vsl.provider.replicate.TestReplicate;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the wish to end a job leads to, by how far the job has come. */
class CancelDecisionsTest {

    private static final Instant WISHED = Instant.parse("2026-01-02T03:04:05.678Z");

    private final CancelJobs cancel =
            new CancelJobs(PlainTopics.records("t"), Clock.fixed(WISHED.plusSeconds(9), ZoneOffset.UTC));
    private final CancelPrediction predictions =
            new CancelPrediction(TestProviders.of(TestReplicate.create(), new PushProvider()));
    private final UUID jobId = UUID.randomUUID();

    @Test
    void aWishHasItsJobItsReasonAndItsTime() {
        Stop<PolledRecord> stop = cancel.read(TestPolls.keyed(jobId.toString(), "{\"reason\":\"a mistake\"}"));

        assertThat(stop.wishes()).singleElement().satisfies(wish -> {
            assertThat(wish.jobId()).isEqualTo(jobId);
            assertThat(wish.reason()).isEqualTo("a mistake");
            assertThat(wish.at()).isEqualTo(WISHED);
        });
    }

    @Test
    void anEmptyRecordIsAWishAndAKeyThatIsNoJobIsADeadLetter() {
        assertThat(cancel.read(TestPolls.keyed(jobId.toString(), "")).wishes())
                .singleElement()
                .satisfies(wish -> assertThat(wish.reason()).isNull());

        Batch wrong = TestPolls.keyed("the key", "");
        assertThat(cancel.read(wrong).wishes()).isEmpty();
        assertThat(TestPolls.deadReason(wrong)).contains("must be the jobId");
    }

    @Test
    void aJobThatWasNotSentEndsAndNothingRuns() throws IOException {
        PolledRecord polled = TestPolls.polled();

        assertThat(cancel.finish(stopped(polled, false, job(), null, null))).isEmpty();

        JsonNode outcome = outcome(polled);
        assertThat(outcome.at("/error/code").asText()).isEqualTo("CANCELLED");
        assertThat(outcome.path("completedAt").asText()).isEqualTo(WISHED.toString());
        assertThat(outcome.has("predictionId")).isFalse();
    }

    @Test
    void aJobThatRunsEndsAndItsPredictionIsToBeCancelled() throws IOException {
        PolledRecord polled = TestPolls.polled();

        assertThat(cancel.finish(stopped(polled, false, job(), "p1", "push")))
                .containsExactly(new Running(polled, jobId, "p1", "push"));
        assertThat(outcome(polled).path("predictionId").asText()).isEqualTo("p1");
    }

    @Test
    void aJobThatHasEndedHasItsOutcomeAndItsPredictionMayRunAllTheSame() {
        PolledRecord polled = TestPolls.polled();

        assertThat(cancel.finish(stopped(polled, true, job(), "p1", null))).hasSize(1);
        assertThat(TestPolls.outputs(polled)).isEmpty();
        assertThat(polled.isOpen()).isFalse();
    }

    @Test
    void ofAJobThatNobodyKnowsYetGenerateProposesTheOutcome() {
        PolledRecord polled = TestPolls.polled();

        assertThat(cancel.finish(stopped(polled, false, null, null, null))).isEmpty();
        assertThat(TestPolls.outputs(polled)).isEmpty();
        assertThat(polled.isOpen()).isFalse();
    }

    @Test
    void aProviderThatCanIsAskedToCancel() {
        Running here = new Running(TestPolls.polled(), jobId, "p1", null);
        Running there = new Running(TestPolls.polled(), jobId, "t1", "push");

        List<Call<Running>> calls = predictions.calls(List.of(here, there));

        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.subject()).isEqualTo(here);
            assertThat(call.provider()).isEqualTo("replicate");
            assertThat(call.request().method()).isEqualTo("POST");
            assertThat(call.request().path()).isEqualTo("/predictions/p1/cancel");
        });
    }

    @ParameterizedTest
    @CsvSource({"200,", "404,", "422,", "429,Replicate answers 429", "500,Replicate answers 500", "0,gone"})
    void whatCannotBeCancelledNowIsTriedAgain(int status, @Nullable String reason) {
        PolledRecord polled = TestPolls.polled();
        polled.finish(List.of());

        predictions.answered(new Answered<>(
                new Running(polled, jobId, "p1", null),
                status == 0
                        ? new Reply.NoAnswer(new IOException("gone"))
                        : new Reply.Answer(status, Map.of(), new byte[0])));

        assertThat(TestPolls.postponedReason(polled)).isEqualTo(reason);
    }

    private Stopped<PolledRecord> stopped(
            PolledRecord polled,
            boolean ended,
            @Nullable Job job,
            @Nullable String predictionId,
            @Nullable String provider) {
        return new Stopped<>(
                List.of(new Stopped.Entry<>(polled, jobId, WISHED, ended, job, 1, predictionId, provider)));
    }

    private Job job() {
        return TestJobs.pending(jobId, WISHED.minusSeconds(60));
    }

    private static JsonNode outcome(PolledRecord polled) throws IOException {
        assertThat(TestPolls.outputs(polled)).singleElement().satisfies(record -> assertThat(record.topic())
                .isEqualTo("t.outcome.proposed"));
        return JsonConfiguration.json()
                .readTree(TestPolls.outputs(polled).getFirst().value());
    }
}
