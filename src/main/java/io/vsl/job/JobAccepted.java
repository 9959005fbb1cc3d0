package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The request is in order and will be run. Written by admit, read by generate and the sinks.
 *
 * <pre>{@code {"jobId":"…","status":"pending","mediaType":"image","modelId":"flux-schnell","userId":"user123",
 *  "createdAt":"2026-01-01T10:30:00Z","estimatedTime":5,"estimatedCost":0.003,"parameters":{"prompt":"a fox"},
 *  "prediction":{"path":"/models/black-forest-labs/flux-schnell/predictions","input":{"prompt":"a fox"}}}
 * }</pre>
 *
 * @param parameters as the caller gave them, with the model's defaults
 */
public record JobAccepted(@JsonUnwrapped Job job, ObjectNode parameters, PredictionRequest prediction)
        implements JobEvent, StageEvent {

    public JobAccepted {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(prediction, "prediction");
        job = job.at(JobProgress.ACCEPTED);
    }

    /** The same with the files of its input in S3; the request's own values for them are left out. */
    public JobAccepted withStored(List<InputFile> stored) {
        return new JobAccepted(
                job,
                Pointed.with(
                        parameters, stored, InputFile::parameter, file -> Objects.requireNonNull(file.key(), "key")),
                prediction.withStored(stored));
    }

    @Override
    public JobEventType type() {
        return JobEventType.ACCEPTED;
    }

    @Override
    public Instant time() {
        return job.createdAt();
    }

    @Override
    public String id() {
        return job.jobId() + "/accepted";
    }
}
