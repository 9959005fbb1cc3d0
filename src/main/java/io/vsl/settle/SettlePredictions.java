package io.vsl.settle;

import io.vsl.job.AttemptContext;
import io.vsl.job.AttemptRequested;
import io.vsl.job.ErrorCode;
import io.vsl.job.GeneratedOutputs;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobGenerated;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.stage.Batch;
import io.vsl.provider.OutputHosts;
import io.vsl.provider.Prediction;
import io.vsl.provider.PredictionOutput;
import io.vsl.provider.Progress.Cancelled;
import io.vsl.provider.Progress.Ended;
import io.vsl.provider.Progress.Failed;
import io.vsl.provider.Progress.Running;
import io.vsl.provider.Progress.Succeeded;
import io.vsl.provider.Progress.TimedOut;
import io.vsl.provider.Provider;
import io.vsl.provider.Providers;
import io.vsl.provider.Ran;
import io.vsl.provider.Reading;
import io.vsl.provider.SignedContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * A prediction that succeeded brings the job on; one that was interrupted is attempted anew, so and so often; one
 * that ended otherwise ends the job; and one that runs says nothing.
 */
@Component("settlePredictions")
class SettlePredictions {

    /**
     * Of a job whose runs the provider interrupts, with the first. No setting: read again after somebody lowered it, the
     * same report would end a job whose next attempt is under way and paid.
     */
    private static final int MAX_ATTEMPTS = 3;

    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final SignedContext contexts;
    private final EventRecords records;
    private final Providers providers;
    private final OutputHosts hosts;
    private final Clock clock;

    SettlePredictions(
            SignedContext contexts, EventRecords records, Providers providers, OutputHosts hosts, Clock clock) {
        this.contexts = contexts;
        this.records = records;
        this.providers = providers;
        this.hosts = hosts;
        this.clock = clock;
    }

    public void settle(Batch batch) {
        // Before anything is decided: without the keys nobody can tell what is ours.
        batch.open()
                .forEach(polled ->
                        polled.consumed().header(SignedContext.PARAMETER).ifPresent(contexts::look));
        batch.forEach(polled -> polled.finish(decide(polled.consumed())));
    }

    private List<Outgoing> decide(Consumed consumed) {
        AttemptContext context = consumed.header(SignedContext.PARAMETER)
                .flatMap(contexts::verify)
                .orElseThrow(() -> new InvalidRecord("The header context is missing or not signed by us"));
        Provider provider = providers.of(context.provider());
        return switch (provider.read(consumed.value())) {
            case Reading.Unreadable unreadable -> throw new InvalidRecord(unreadable.reason());
            case Prediction prediction -> decide(context, provider.title(), prediction, consumed);
        };
    }

    private List<Outgoing> decide(AttemptContext context, String title, Prediction prediction, Consumed consumed) {
        Job job = context.job().processing(prediction.id(), context.attempt());
        return switch (prediction.progress()) {
            case Running running -> List.of();
            case Succeeded succeeded -> List.of(succeeded(job, context, title, succeeded, prediction.ran(), consumed));
            case Failed failed -> List.of(failed(charged(job, failed, prediction), context, failed, consumed));
            case Cancelled cancelled ->
                List.of(ended(
                        charged(job, cancelled, prediction), JobError.cancelled(), end(cancelled, consumed), consumed));
            case TimedOut timedOut ->
                List.of(ended(
                        charged(job, timedOut, prediction),
                        JobError.of(ErrorCode.TIMEOUT, "The prediction did not end in its time"),
                        end(timedOut, consumed),
                        consumed));
        };
    }

    private static Job charged(Job job, Ended ended, Prediction prediction) {
        return job.charged(ReckonCharge.of(job.price(), ended, prediction.ran(), null));
    }

    /** By the provider's clock, unless that is in our future. */
    private Instant end(Ended ended, Consumed consumed) {
        Instant completedAt = ended.at();
        Instant reportedAt = consumed.timeOr(clock.instant());
        return completedAt == null || completedAt.isAfter(reportedAt.plus(CLOCKS_DIFFER)) ? reportedAt : completedAt;
    }

    private Outgoing succeeded(
            Job running, AttemptContext context, String title, Succeeded succeeded, Ran ran, Consumed consumed) {
        Instant end = end(succeeded, consumed);
        PredictionOutput output = PredictionOutput.of(succeeded.output(), succeeded.leftOut(), hosts::allow);
        Integer made = output.isWorthKeeping() && output.leftOut() == 0
                ? Math.max(1, output.files().size())
                : null;
        Job job = running.charged(ReckonCharge.of(running.price(), succeeded, ran, made));
        if (succeeded.tooLarge() > 0) {
            return tooLarge(job, succeeded.tooLarge(), end, consumed);
        }
        if (output.isWorthKeeping()) {
            // A text alone is an output too.
            int missing =
                    Math.max(0, context.outputs() - Math.max(1, output.files().size()));
            Outgoing generated = records.write(
                    new JobGenerated(
                            job,
                            context.attempt(),
                            new GeneratedOutputs(
                                    List.copyOf(output.files().keySet()),
                                    List.copyOf(output.files().values()),
                                    output.values(),
                                    output.leftOut(),
                                    missing,
                                    null),
                            end),
                    consumed);
            return generated.fits() ? generated : tooLarge(job, generated.value().length, end, consumed);
        }
        if (succeeded.removed()) {
            return records.write(
                    new JobGenerated(job, context.attempt(), GeneratedOutputs.gone(title + " has removed it"), end),
                    consumed);
        }
        return ended(
                job,
                JobError.of(ErrorCode.NO_OUTPUT, "The prediction succeeded without a file or a text"),
                end,
                consumed);
    }

    private Outgoing tooLarge(Job job, long size, Instant end, Consumed consumed) {
        return ended(
                job,
                JobError.of(
                        ErrorCode.OUTPUT_REJECTED,
                        "The prediction itself is too large: its output, in which files should be links, has %d bytes"
                                .formatted(size)),
                end,
                consumed);
    }

    /** Only an interrupted run is worth another, and is not charged. */
    private Outgoing failed(Job job, AttemptContext context, Failed failed, Consumed consumed) {
        JobError error = failed.error();
        Instant end = end(failed, consumed);
        if (error.code() == ErrorCode.PROVIDER_INTERRUPTED && context.attempt() < MAX_ATTEMPTS) {
            return records.attempt(
                    new AttemptRequested(job.jobId(), context.attempt() + 1, error.message()),
                    end,
                    context.traceparent());
        }
        return ended(job, error, end, consumed);
    }

    /** An outcome long before its job would be forgotten as soon as it is told. */
    private Outgoing ended(Job job, JobError error, Instant end, Consumed consumed) {
        Instant at = end.isBefore(job.createdAt().minus(CLOCKS_DIFFER)) ? consumed.timeOr(clock.instant()) : end;
        return records.write(new OutcomeProposed(job.failed(error, at)), consumed);
    }
}
