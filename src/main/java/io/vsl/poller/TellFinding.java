package io.vsl.poller;

import io.vsl.job.AttemptRequested;
import io.vsl.job.CancelRequested;
import io.vsl.job.ErrorCode;
import io.vsl.job.GeneratedOutputs;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobGenerated;
import io.vsl.job.JobStarted;
import io.vsl.job.OutcomeProposed;
import io.vsl.ledger.OpenAttempt;
import io.vsl.ledger.Reported;
import io.vsl.ledger.Resolution;
import io.vsl.ledger.Resolved;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.poller.Finding.Absent;
import io.vsl.poller.Finding.Found;
import io.vsl.poller.Finding.GivenUp;
import io.vsl.poller.Finding.Gone;
import io.vsl.poller.Finding.Nothing;
import io.vsl.poller.Finding.Over;
import io.vsl.provider.Prediction;
import io.vsl.provider.Progress;
import io.vsl.provider.SignedContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who is to be told what of a finding, on the topics on which they would have been told. */
@Component("tellFinding")
public class TellFinding {

    private static final Logger LOG = LoggerFactory.getLogger(TellFinding.class);

    private final ExamineAttempt examineAttempt;
    private final EventRecords records;
    private final SignedContext contexts;
    private final JobMeters meters;
    private final Clock clock;

    TellFinding(
            ExamineAttempt examineAttempt,
            EventRecords records,
            SignedContext contexts,
            JobMeters meters,
            Clock clock) {
        this.examineAttempt = examineAttempt;
        this.records = records;
        this.contexts = contexts;
        this.meters = meters;
        this.clock = clock;
    }

    public Telling telling(Finding finding) {
        OpenAttempt attempt = finding.attempt();
        return switch (finding) {
            case Nothing nothing -> {
                LOG.atWarn()
                        .addKeyValue("action", "poll")
                        .addKeyValue("jobId", attempt.jobId())
                        .log(nothing.reason());
                yield Telling.nothing(attempt);
            }
            case Absent absent ->
                Telling.of(
                        attempt,
                        absent.evidence() == null ? null : new Resolution.Absent(attempt, absent.evidence()),
                        again(attempt));
            case Found found -> found(attempt, found.prediction());
            case Gone gone ->
                new Telling(
                        attempt,
                        null,
                        List.of(gone(attempt, gone.reason())),
                        List.of(),
                        new Reported(attempt.jobId(), attempt.attempt()));
            case Over over -> over(attempt, over.error(), over.mayRun());
            case GivenUp given ->
                Telling.of(
                        attempt,
                        attempt.isUnknown() ? new Resolution.Abandoned(attempt) : null,
                        outcome(
                                attempt,
                                JobError.of(
                                        ErrorCode.SUBMISSION_AMBIGUOUS,
                                        "It could not be found out whether %s took the request"
                                                .formatted(examineAttempt.title(attempt)))));
        };
    }

    /** What the ledger does not take is not told: somebody else knows more. */
    public Telling resolved(Telling telling, Resolved resolved) {
        OpenAttempt attempt = telling.attempt();
        String resolution = telling.resolution() == null ? "" : name(telling.resolution());
        if (!resolved.holds()) {
            LOG.atInfo()
                    .addKeyValue("action", "resolve-attempt")
                    .addKeyValue("jobId", attempt.jobId())
                    .log("The attempt is not {}: it has changed since it was looked into", resolution);
            return Telling.nothing(attempt);
        }
        LOG.atWarn()
                .addKeyValue("action", "resolve-attempt")
                .addKeyValue("jobId", attempt.jobId())
                .log("The attempt is {}", resolution);
        if (telling.resolution() instanceof Resolution.Adopted && attempt.attempt() == 1) {
            meters.started(attempt.accepted().job());
        }
        return telling;
    }

    private static String name(Resolution resolution) {
        return resolution.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The same, where a topic does not take what was to be told. */
    public Telling tooLarge(Telling telling) {
        int size = telling.records().stream()
                .mapToInt(record -> record.value().length)
                .max()
                .orElse(0);
        return telling(examineAttempt.tooLargeToTell(telling.attempt(), size));
    }

    /** What was found is not told, and found again in the next round. */
    public void untold(@Body Object telling, @ExchangeException Throwable failure) {
        LOG.atWarn()
                .addKeyValue("action", "poll")
                .addKeyValue("error", failure.toString())
                .addKeyValue(
                        "jobId", telling instanceof Telling it ? it.attempt().jobId() : null)
                .log("What was found out could not be told yet");
    }

    private Outgoing again(OpenAttempt attempt) {
        return records.attempt(
                new AttemptRequested(
                        attempt.jobId(),
                        attempt.attempt(),
                        examineAttempt.title(attempt) + " was found not to have it"),
                clock.instant(),
                null);
    }

    /** That the prediction began, which may not have been told before we died, and how it ended, once it has. */
    private Telling found(OpenAttempt attempt, Prediction prediction) {
        Instant at = Objects.requireNonNullElse(prediction.createdAt(), attempt.createdAt());
        Resolution resolution = attempt.isUnknown() ? new Resolution.Adopted(attempt, prediction.id(), at) : null;
        return switch (prediction.progress()) {
            case Progress.Running running ->
                resolution == null
                        ? Telling.nothing(attempt)
                        : Telling.of(attempt, resolution, started(attempt, prediction, at));
            case Progress.Ended ended ->
                new Telling(
                        attempt,
                        resolution,
                        List.of(started(attempt, prediction, at), report(attempt, prediction, ended)),
                        List.of(),
                        new Reported(attempt.jobId(), attempt.attempt()));
        };
    }

    private Outgoing started(OpenAttempt attempt, Prediction prediction, Instant at) {
        Job job = attempt.accepted().job().processing(prediction.id(), attempt.attempt());
        return records.write(new JobStarted(job, attempt.attempt(), at));
    }

    private Outgoing report(OpenAttempt attempt, Prediction prediction, Progress.Ended ended) {
        String id = "poll-%s-%s".formatted(prediction.id(), word(ended));
        Outgoing report = report(attempt, id, prediction.report().bytes());
        return report.fits() ? report : report(attempt, id, prediction.report().withoutOutput());
    }

    /** As it stood in the ids of reports before there were other providers. */
    private static String word(Progress.Ended ended) {
        return switch (ended) {
            case Progress.Succeeded succeeded -> "succeeded";
            case Progress.Failed failed -> "failed";
            case Progress.Cancelled cancelled -> "canceled";
            case Progress.TimedOut timedOut -> "aborted";
        };
    }

    private Outgoing report(OpenAttempt attempt, String id, byte[] said) {
        return records.report(
                attempt.jobId(),
                id,
                clock.instant(),
                said,
                null,
                Map.of(SignedContext.PARAMETER, contexts.sign(attempt.context())));
    }

    /** The job ends, and then the prediction, which may still run and cost. */
    private Telling over(OpenAttempt attempt, JobError error, boolean mayRun) {
        LOG.atError()
                .addKeyValue("action", "poll")
                .addKeyValue("jobId", attempt.jobId())
                .log("The job is ended: {}", error.message());
        List<Outgoing> after = mayRun
                ? List.of(records.cancel(
                        attempt.jobId(), new CancelRequested(error.message()), attempt.checkedAt(), null))
                : List.of();
        return new Telling(attempt, null, List.of(outcome(attempt, error)), after, null);
    }

    private Outgoing gone(OpenAttempt attempt, String reason) {
        return records.write(
                new JobGenerated(latest(attempt), attempt.attempt(), GeneratedOutputs.gone(reason), lookedAt(attempt)));
    }

    private Outgoing outcome(OpenAttempt attempt, JobError error) {
        return records.write(new OutcomeProposed(latest(attempt).failed(error, lookedAt(attempt))));
    }

    private static Job latest(OpenAttempt attempt) {
        Job job = attempt.accepted().job();
        return attempt.predictionId() == null
                ? job.attempted(attempt.attempt())
                : job.processing(attempt.predictionId(), attempt.attempt());
    }

    /** By the ledger's clock. */
    private static Instant lookedAt(OpenAttempt attempt) {
        return attempt.checkedAt().truncatedTo(ChronoUnit.MILLIS);
    }
}
