package io.vsl.poller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import io.vsl.ledger.AttemptState;
import io.vsl.ledger.Evidence;
import io.vsl.ledger.OpenAttempt;
import io.vsl.ledger.Reported;
import io.vsl.ledger.Resolution;
import io.vsl.ledger.Resolved;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.metrics.PlainMeters;
import io.vsl.provider.Prediction;
import io.vsl.provider.Progress;
import io.vsl.provider.Providers;
import io.vsl.provider.Ran;
import io.vsl.provider.Report;
import io.vsl.provider.SignedContext;
import io.vsl.provider.TestProviders;
import io.vsl.provider.replicate.TestReplicate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of each finding goes to the ledger and to the log, and what when the ledger knows better. */
class TellFindingTest {

    private static final Instant BEGAN = LookedInto.SENT.plusSeconds(1);
    private static final Evidence EVIDENCE = new Evidence(BEGAN, BEGAN, 1, 0, BEGAN);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final SignedContext contexts = TestProviders.contexts();
    private final Providers providers = TestProviders.of(TestReplicate.create());
    private final TellFinding tell = new TellFinding(
            new ExamineAttempt(
                    providers,
                    contexts,
                    new PollerProperties(
                            Duration.ZERO,
                            Duration.ZERO,
                            1,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ZERO,
                            1,
                            Duration.ZERO)),
            PlainTopics.records("t"),
            contexts,
            PlainMeters.ofJobs(registry),
            Clock.fixed(LookedInto.SENT.plusSeconds(300), ZoneOffset.UTC));

    @Test
    void nothingNewIsToldToNobody() {
        Telling telling = tell.telling(new Finding.Nothing(LookedInto.unknown().attempt(), "away"));

        assertThat(telling).isEqualTo(Telling.nothing(LookedInto.unknown().attempt()));
        assertThat(telling.isResolution()).isFalse();
        assertThat(telling.isReport()).isFalse();
    }

    @Test
    void anAttemptThatIsProvenAbsentIsAskedForAgainOnceTheLedgerSaysSo() throws IOException {
        OpenAttempt attempt = LookedInto.unknown().attempt();

        Telling telling = tell.telling(new Finding.Absent(attempt, EVIDENCE));

        assertThat(telling.resolution()).isEqualTo(new Resolution.Absent(attempt, EVIDENCE));
        assertThat(telling.records()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("t.attempt.requested");
            assertThat(json(record).path("attempt").asInt()).isEqualTo(1);
            assertThat(json(record).path("cause").asText()).isEqualTo("Replicate was found not to have it");
        });
        assertThat(tell.resolved(telling, new Resolved(true))).isEqualTo(telling);
        assertThat(tell.resolved(telling, new Resolved(false))).isEqualTo(Telling.nothing(attempt));
    }

    @Test
    void whatTheLedgerHasAsAbsentIsAskedForAgain() {
        Telling telling = tell.telling(
                new Finding.Absent(LookedInto.unknown().in(AttemptState.CLAIMED).attempt(), null));

        assertThat(telling.resolution()).isNull();
        assertThat(topics(telling)).containsExactly("t.attempt.requested");
    }

    @Test
    void aPredictionThatIsFoundIsTheAttemptsAndItsJobHasBegun() throws IOException {
        OpenAttempt attempt = LookedInto.unknown().attempt();

        Telling telling = tell.telling(new Finding.Found(attempt, prediction(new Progress.Running(), BEGAN, "{}")));

        assertThat(telling.resolution()).isEqualTo(new Resolution.Adopted(attempt, "p1", BEGAN));
        assertThat(topics(telling)).containsExactly("t.job.started");
        assertThat(json(telling.records().get(0)).path("startedAt").asText()).isEqualTo(BEGAN.toString());
        assertThat(telling.isReport()).isFalse();
        assertThat(started()).isZero();
        tell.resolved(telling, new Resolved(false));
        assertThat(started()).isZero();
        tell.resolved(telling, new Resolved(true));
        assertThat(started()).isEqualTo(1);
    }

    @Test
    void aPredictionThatIsKnownToRunIsNoNews() {
        Telling telling = tell.telling(
                new Finding.Found(LookedInto.submitted().attempt(), prediction(new Progress.Running(), BEGAN, "{}")));

        assertThat(telling).isEqualTo(Telling.nothing(LookedInto.submitted().attempt()));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void anEndIsReportedAsAWebhookWouldHave(boolean known) {
        OpenAttempt attempt = (known ? LookedInto.submitted() : LookedInto.unknown()).attempt();

        Telling telling = tell.telling(new Finding.Found(
                attempt,
                prediction(
                        new Progress.Failed(JobError.of(ErrorCode.MODEL_ERROR, "odd"), null),
                        null,
                        "{\"id\":\"p1\"}")));

        assertThat(telling.isResolution()).isEqualTo(!known);
        assertThat(topics(telling)).containsExactly("t.job.started", "t.prediction.reported");
        Outgoing report = telling.records().get(1);
        assertThat(report.value()).isEqualTo("{\"id\":\"p1\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(report.headers()).containsEntry("ce_id", "poll-p1-failed");
        assertThat(contexts.verify(report.headers().get(SignedContext.PARAMETER).toString())
                        .orElseThrow()
                        .attempt())
                .isEqualTo(1);
        assertThat(telling.reported()).isEqualTo(new Reported(LookedInto.JOB, 1));
    }

    @Test
    void theWordsOfAReportsIdAreThoseOfBefore() {
        assertThat(List.of(
                        new Progress.Cancelled(null),
                        new Progress.TimedOut(null),
                        new Progress.Failed(JobError.of(ErrorCode.MODEL_ERROR, "odd"), null)))
                .extracting(this::idOfReport)
                .containsExactly("poll-p1-canceled", "poll-p1-aborted", "poll-p1-failed");
    }

    private Object idOfReport(Progress progress) {
        return tell.telling(new Finding.Found(LookedInto.submitted().attempt(), prediction(progress, null, "{}")))
                .records()
                .get(1)
                .headers()
                .get("ce_id");
    }

    @Test
    void aReportThatNoTopicTakesGoesWithoutItsOutput() {
        Telling telling = tell.telling(new Finding.Found(
                LookedInto.submitted().attempt(), prediction(new Progress.Cancelled(null), null, "x".repeat(5 << 20))));

        assertThat(telling.records().get(1).value()).isEqualTo("short".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aJobThatIsOverIsEndedAndThenWhatMayRun(boolean mayRun) throws IOException {
        OpenAttempt attempt = LookedInto.submitted().attempt();

        Telling telling = tell.telling(new Finding.Over(attempt, JobError.of(ErrorCode.TIMEOUT, "late"), mayRun));

        assertThat(telling.resolution()).isNull();
        assertThat(topics(telling)).containsExactly("t.outcome.proposed");
        JsonNode outcome = json(telling.records().get(0));
        assertThat(outcome.at("/error/code").asText()).isEqualTo("TIMEOUT");
        assertThat(outcome.path("predictionId").asText()).isEqualTo("p1");
        assertThat(outcome.path("completedAt").asText()).isEqualTo("2026-01-01T12:03:00Z");
        assertThat(telling.after().stream().map(Outgoing::topic))
                .isEqualTo(mayRun ? List.of("t.job.cancel-requested") : List.of());
    }

    @Test
    void anAttemptThatIsGivenUpEndsItsJobAsAmbiguous() throws IOException {
        OpenAttempt attempt = LookedInto.unknown().attempt();

        Telling telling = tell.telling(new Finding.GivenUp(attempt));

        assertThat(telling.resolution()).isEqualTo(new Resolution.Abandoned(attempt));
        assertThat(topics(telling)).containsExactly("t.outcome.proposed");
        JsonNode outcome = json(telling.records().get(0));
        assertThat(outcome.at("/error/code").asText()).isEqualTo("SUBMISSION_AMBIGUOUS");
        assertThat(outcome.at("/error/message").asText())
                .isEqualTo("It could not be found out whether Replicate took the request");
        assertThat(outcome.has("predictionId")).isFalse();
        assertThat(tell.telling(new Finding.GivenUp(
                                LookedInto.unknown().in(AttemptState.ABANDONED).attempt()))
                        .resolution())
                .isNull();
    }

    @Test
    void whatNoTopicTakesEndsTheJob() throws IOException {
        OpenAttempt attempt = LookedInto.submitted().attempt();
        Telling told =
                tell.telling(new Finding.Found(attempt, prediction(new Progress.Cancelled(null), null, "12345678")));

        Telling telling = tell.tooLarge(told);

        assertThat(topics(telling)).containsExactly("t.outcome.proposed");
        int largest = told.records().stream()
                .mapToInt(record -> record.value().length)
                .max()
                .orElseThrow();
        assertThat(json(telling.records().get(0)).at("/error/message").asText()).contains(largest + " bytes");
        assertThat(telling.isReport()).isFalse();
    }

    /** Whether they were stored before is known to store alone. */
    @Test
    void outputsThatAreGoneAreNoOutcome() throws IOException {
        OpenAttempt attempt = LookedInto.submitted().attempt();

        Telling telling = tell.telling(new Finding.Gone(attempt, "Replicate does not know it"));

        assertThat(topics(telling)).containsExactly("t.job.generated");
        JsonNode generated = json(telling.records().get(0));
        assertThat(generated.path("outputsGone").asText()).isEqualTo("Replicate does not know it");
        assertThat(generated.path("predictionId").asText()).isEqualTo("p1");
        assertThat(generated.path("generatedAt").asText())
                .isEqualTo(attempt.checkedAt().toString());
        assertThat(telling.isResolution()).isFalse();
        assertThat(telling.after()).isEmpty();
        assertThat(telling.reported()).isEqualTo(new Reported(attempt.jobId(), attempt.attempt()));
    }

    private double started() {
        return registry.find("JobsStarted").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static Prediction prediction(Progress progress, @Nullable Instant at, String said) {
        return new Prediction("p1", at, progress, Ran.UNKNOWN, new Report() {
            @Override
            public byte[] bytes() {
                return said.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public byte[] withoutOutput() {
                return "short".getBytes(StandardCharsets.UTF_8);
            }
        });
    }

    private static List<String> topics(Telling telling) {
        return telling.records().stream().map(Outgoing::topic).toList();
    }

    private static JsonNode json(Outgoing record) throws IOException {
        return JsonConfiguration.json().readTree(record.value());
    }
}
