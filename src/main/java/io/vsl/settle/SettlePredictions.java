package io.vsl.settle;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptContext;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobEvent;
import io.vsl.job.JobGenerated;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.SignedContext;
import io.vsl.platform.stage.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A prediction that succeeded brings the job on, one that ended otherwise ends it, and one that runs says nothing. */
@Component("settlePredictions")
class SettlePredictions {

    private final ObjectMapper json;
    private final SignedContext contexts;
    private final EventRecords records;

    SettlePredictions(ObjectMapper json, SignedContext contexts, EventRecords records) {
        this.json = json;
        this.contexts = contexts;
        this.records = records;
    }

    public void settle(Batch batch) {
        batch.forEach(item -> item.finish(decide(item.consumed())
                .map(event -> List.of(records.write(event, item.consumed())))
                .orElse(List.of())));
    }

    private Optional<JobEvent> decide(Consumed consumed) {
        AttemptContext context = consumed.header(SignedContext.PARAMETER)
                .flatMap(contexts::verify)
                .orElseThrow(() -> new InvalidRecord("The header context is missing or not signed by us"));
        Prediction prediction = read(consumed);
        if (prediction.id() == null || prediction.status() == null) {
            throw new InvalidRecord("A prediction must have id and status");
        }
        Job job = context.job().processing(prediction.id());
        Instant end = Objects.requireNonNullElse(prediction.completedAt(), consumed.timestamp());
        return switch (prediction.status()) {
            case "succeeded" -> Optional.of(succeeded(job, context.attempt(), prediction, end));
            case "failed" -> Optional.of(ended(job, PredictionFailure.of(prediction.error()), end));
            case "canceled" -> Optional.of(ended(job,
                    JobError.of(ErrorCode.CANCELLED, "The prediction was cancelled at Replicate"), end));
            case "aborted" -> Optional.of(ended(job,
                    JobError.of(ErrorCode.TIMEOUT, "The prediction did not end in its time"), end));
            default -> Optional.empty();
        };
    }

    private static JobEvent succeeded(Job job, int attempt, Prediction prediction, Instant end) {
        List<URI> outputs = prediction.outputs();
        if (!outputs.isEmpty()) {
            return new JobGenerated(job, attempt, outputs, end);
        }
        return prediction.dataRemoved()
                ? ended(job, JobError.of(ErrorCode.OUTPUT_EXPIRED, "Replicate has removed the output"), end)
                : ended(job, JobError.of(ErrorCode.NO_OUTPUT, "The prediction succeeded without a file"), end);
    }

    private static JobEvent ended(Job job, JobError error, Instant end) {
        return new JobCompleted(job.failed(error, end));
    }

    private Prediction read(Consumed consumed) {
        try {
            Prediction prediction = json.readValue(consumed.value(), Prediction.class);
            if (prediction == null) {
                throw new InvalidRecord("The value is JSON null");
            }
            return prediction;
        } catch (JacksonException e) {
            throw new InvalidRecord("The value is not a prediction: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
