package io.vsl.settle;

import io.vsl.job.AttemptContext;
import io.vsl.job.AttemptRequested;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobEvent;
import io.vsl.job.JobGenerated;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.SignedContext;
import io.vsl.platform.stage.Batch;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * A prediction that succeeded brings the job on; one that Replicate interrupted is attempted anew, so and so often; one
 * that ended otherwise ends the job; and one that runs says nothing.
 */
@Component("settlePredictions")
class SettlePredictions {

    private final SignedContext contexts;
    private final EventRecords records;
    private final SettleProperties properties;

    SettlePredictions(SignedContext contexts, EventRecords records, SettleProperties properties) {
        this.contexts = contexts;
        this.records = records;
        this.properties = properties;
    }

    public void settle(Batch batch) {
        batch.forEach(item -> item.finish(decide(item.consumed())));
    }

    private List<Outgoing> decide(Consumed consumed) {
        AttemptContext context = consumed.header(SignedContext.PARAMETER)
                .flatMap(contexts::verify)
                .orElseThrow(() -> new InvalidRecord("The header context is missing or not signed by us"));
        Prediction prediction = records.read(consumed, Prediction.class);
        if (prediction.id() == null || prediction.status() == null) {
            throw new InvalidRecord("A prediction must have id and status");
        }
        Job job = context.job().processing(prediction.id());
        Instant end = Objects.requireNonNullElse(prediction.completedAt(), consumed.timestamp());
        return switch (prediction.status()) {
            case "succeeded" -> List.of(records.write(succeeded(job, context.attempt(), prediction, end), consumed));
            case "failed" -> List.of(failed(job, context, PredictionFailure.of(prediction.error()), end, consumed));
            case "canceled" -> List.of(records.write(ended(job, JobError.cancelled(), end), consumed));
            case "aborted" -> List.of(records.write(ended(job,
                    JobError.of(ErrorCode.TIMEOUT, "The prediction did not end in its time"), end), consumed));
            default -> List.of();
        };
    }

    private static JobEvent succeeded(Job job, int attempt, Prediction prediction, Instant end) {
        List<URI> outputs = prediction.outputs();
        if (!outputs.isEmpty()) {
            return new JobGenerated(job, attempt, outputs, prediction.missingOutputs(), end);
        }
        return prediction.dataRemoved()
                ? ended(job, JobError.of(ErrorCode.OUTPUT_EXPIRED, "Replicate has removed the output"), end)
                : ended(job, JobError.of(ErrorCode.NO_OUTPUT, "The prediction succeeded without a file"), end);
    }

    /** Only an interrupted run is worth another, and is not charged. Source: Replicate's list of error codes. */
    private Outgoing failed(Job job, AttemptContext context, JobError error, Instant end, Consumed consumed) {
        if (error.code() == ErrorCode.PROVIDER_INTERRUPTED && context.attempt() < properties.maxAttempts()) {
            return records.attempt(new AttemptRequested(job.jobId(), context.attempt() + 1, error.message()), end,
                    context.traceparent());
        }
        return records.write(ended(job, error, end), consumed);
    }

    private static JobEvent ended(Job job, JobError error, Instant end) {
        return new JobCompleted(job.failed(error, end));
    }
}
