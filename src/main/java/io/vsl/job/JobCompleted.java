package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Objects;

/**
 * The job's one outcome: completed, failed or cancelled. Written by the stage where the job ends, read by the sinks
 * and by anyone.
 *
 * <pre>{@code {"jobId":"…","status":"completed","mediaType":"image","modelId":"flux-schnell","userId":"user123",
 *  "createdAt":"2026-01-01T10:30:00Z","completedAt":"2026-01-01T10:30:06Z","processingTime":6.0,"estimatedTime":5,
 *  "estimatedCost":0.003,"cost":0.003,"predictionId":"…","result":{"s3Path":"images/user123/2026/01/01/…",
 *  "outputs":[{"file":"original.webp","thumbnail":"thumbnail.jpg","contentType":"image/webp","fileSize":34012,
 *  "sha256":"…","width":1024,"height":1024}]}}
 * }</pre>
 */
public record JobCompleted(@JsonUnwrapped Job job) implements JobEvent {

    public JobCompleted {
        if (!job.isTerminal()) {
            throw new IllegalArgumentException("not an outcome: " + job.status());
        }
    }

    @Override
    public JobEventType type() {
        return JobEventType.COMPLETED;
    }

    @Override
    public Instant time() {
        return Objects.requireNonNull(job.completedAt());
    }

    @Override
    public String id() {
        return job.jobId() + "/completed";
    }
}
