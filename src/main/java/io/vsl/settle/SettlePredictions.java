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
import io.vsl.platform.replicate.OutputHosts;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.PredictionOutput;
import io.vsl.platform.replicate.ReadPrediction;
import io.vsl.platform.replicate.SignedContext;
import io.vsl.platform.stage.Batch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * A prediction that succeeded brings the job on; one that Replicate interrupted is attempted anew, so and so often; one
 * that ended otherwise ends the job; and one that runs says nothing.
 */
@Component("settlePredictions")
class SettlePredictions {

    /**
     * Of a job whose runs Replicate interrupts, with the first. No setting: read again after somebody lowered it, the
     * same report would end a job whose next attempt is under way and paid.
     */
    private static final int MAX_ATTEMPTS = 3;

    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final SignedContext contexts;
    private final EventRecords records;
    private final ReadPrediction predictions;
    private final OutputHosts hosts;
    private final Clock clock;

    SettlePredictions(SignedContext contexts, EventRecords records, ReadPrediction predictions,
            OutputHosts hosts, Clock clock) {
        this.contexts = contexts;
        this.records = records;
        this.predictions = predictions;
        this.hosts = hosts;
        this.clock = clock;
    }

    public void settle(Batch batch) {
        // Before anything is decided: without the keys nobody can tell what is ours.
        batch.open().forEach(item -> item.consumed().header(SignedContext.PARAMETER).ifPresent(contexts::look));
        batch.forEach(item -> item.finish(decide(item.consumed())));
    }

    private List<Outgoing> decide(Consumed consumed) {
        AttemptContext context = consumed.header(SignedContext.PARAMETER)
                .flatMap(contexts::verify)
                .orElseThrow(() -> new InvalidRecord("The header context is missing or not signed by us"));
        Prediction prediction = predictions.read(consumed.value())
                .orElseThrow(() -> new InvalidRecord("not a prediction: no JSON object"));
        String id = prediction.id();
        String status = prediction.status();
        if (id == null || status == null) {
            throw new InvalidRecord("A prediction must have id and status");
        }
        Job job = context.job().processing(id);
        Instant end = end(prediction, consumed);
        return switch (status) {
            case "succeeded" -> List.of(succeeded(job, context, prediction, end, consumed));
            case "failed" -> List.of(failed(job, context, PredictionFailure.of(prediction.error()), end, consumed));
            case "canceled" -> List.of(ended(job, JobError.cancelled(), end, consumed));
            case "aborted" -> List.of(ended(job,
                    JobError.of(ErrorCode.TIMEOUT, "The prediction did not end in its time"), end, consumed));
            default -> List.of();
        };
    }

    /** By Replicate's clock, unless that is in our future. */
    private Instant end(Prediction prediction, Consumed consumed) {
        Instant completedAt = prediction.completedAt();
        Instant reportedAt = consumed.timeOr(clock.instant());
        return completedAt == null || completedAt.isAfter(reportedAt.plus(CLOCKS_DIFFER)) ? reportedAt : completedAt;
    }

    private Outgoing succeeded(Job job, AttemptContext context, Prediction prediction, Instant end, Consumed consumed) {
        if (prediction.outputTooLarge() > 0) {
            return tooLarge(job, prediction.outputTooLarge(), end, consumed);
        }
        PredictionOutput output = prediction.output(hosts::allow);
        if (output.isWorthKeeping()) {
            // A text alone is an output too.
            int missing = Math.max(0, context.outputs() - Math.max(1, output.files().size()));
            Outgoing generated = records.write(new JobGenerated(job, context.attempt(),
                    new GeneratedOutputs(List.copyOf(output.files().keySet()), List.copyOf(output.files().values()),
                            output.values(), output.leftOut(), missing), end), consumed);
            return generated.fits() ? generated : tooLarge(job, generated.value().length, end, consumed);
        }
        return prediction.dataRemoved()
                ? ended(job, JobError.of(ErrorCode.OUTPUT_EXPIRED, "Replicate has removed the output"), end, consumed)
                : ended(job, JobError.of(ErrorCode.NO_OUTPUT, "The prediction succeeded without a file or a text"), end, consumed);
    }

    private Outgoing tooLarge(Job job, long size, Instant end, Consumed consumed) {
        return ended(job, JobError.of(ErrorCode.OUTPUT_REJECTED,
                "The prediction itself is too large: its output, in which files should be links, has %d bytes".formatted(size)), end,
                consumed);
    }

    /** Only an interrupted run is worth another, and is not charged. Source: Replicate's list of error codes. */
    private Outgoing failed(Job job, AttemptContext context, JobError error, Instant end, Consumed consumed) {
        if (error.code() == ErrorCode.PROVIDER_INTERRUPTED && context.attempt() < MAX_ATTEMPTS) {
            return records.attempt(new AttemptRequested(job.jobId(), context.attempt() + 1, error.message()), end,
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
