package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Objects;

/**
 * The files of a completed job are gone. Its outcome stays as it was, without what the model said ({@code values}). Written
 * by erase, read by the sinks and by anyone.
 *
 * <pre>{@code {"jobId":"…","status":"completed","mediaType":"image","modelId":"flux-schnell","userId":"user123",
 *  "createdAt":"2026-01-01T10:30:00Z","completedAt":"2026-01-01T10:30:06Z","mediaDeletedAt":"2026-01-08T09:00:00Z",
 *  "processingTime":6.0,"cost":0.003,"predictionId":"…","sequence":5,"attempts":1,
 *  "result":{"s3Path":"images/user123/2026/01/01/…","outputs":[{"file":"original.webp","contentType":"image/webp",
 *  "fileSize":34012,"sha256":"…","width":1024,"height":1024}]}}
 * }</pre>
 */
public record JobMediaDeleted(@JsonUnwrapped Job job) implements JobEvent, StageEvent {

    public JobMediaDeleted {
        Storable.require(job.mediaDeletedAt() != null, "mediaDeletedAt", "must be there");
        job = job.at(JobProgress.mediaDeleted(job.attempts()));
    }

    @JsonIgnore
    public Instant deletedAt() {
        return Objects.requireNonNull(job.mediaDeletedAt());
    }

    @Override
    public JobEventType type() {
        return JobEventType.MEDIA_DELETED;
    }

    @Override
    public Instant time() {
        return deletedAt();
    }

    @Override
    public String id() {
        return job.jobId() + "/media-deleted";
    }
}
