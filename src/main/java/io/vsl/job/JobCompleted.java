package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * The job's one outcome: completed, failed or cancelled. Written by conclude alone, from the first
 * {@link OutcomeProposed} of the job; read by the sinks and by anyone.
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
        requireOutcome(job);
    }

    /** @throws IllegalArgumentException when the job is open */
    static Outcome requireOutcome(Job job) {
        Outcome outcome = job.outcome();
        if (outcome == null) {
            throw new IllegalArgumentException("not an outcome: " + job.status());
        }
        return outcome;
    }

    @JsonIgnore
    public Outcome outcome() {
        return requireOutcome(job);
    }

    @Override
    public JobEventType type() {
        return JobEventType.COMPLETED;
    }

    @Override
    public Instant time() {
        return outcome().at();
    }

    @Override
    public String id() {
        return job.jobId() + "/completed";
    }
}
