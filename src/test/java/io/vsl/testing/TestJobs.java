package io.vsl.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobRequest;
import io.vsl.job.JobStarted;
import io.vsl.job.MediaType;
import io.vsl.job.PredictionRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Jobs to which nothing special belongs. */
public final class TestJobs {

    private TestJobs() {}

    /** Of {@code user123}, an image of {@code flux-schnell} for 0.003 dollars. */
    public static Job pending(UUID jobId, Instant createdAt) {
        return pending(jobId, "user123", createdAt);
    }

    public static Job pending(UUID jobId, String userId, Instant createdAt) {
        JobRequest request = new JobRequest(
                userId, MediaType.IMAGE, "flux-schnell", JsonNodeFactory.instance.objectNode(), null, null);
        return Job.pending(
                jobId, request, createdAt, new Estimate(new BigDecimal("5"), new BigDecimal("0.003"), null, List.of()));
    }

    /** Its first attempt runs. */
    public static JobStarted started(Job pending, Instant at) {
        return new JobStarted(running(pending), 1, at);
    }

    /** It was cancelled while its first attempt ran. */
    public static JobCompleted cancelled(Job pending, Instant at) {
        return new JobCompleted(running(pending).failed(JobError.cancelled(), at));
    }

    private static Job running(Job pending) {
        return pending.processing("p" + pending.jobId(), 1);
    }

    public static JobAccepted accepted(Job job) {
        return new JobAccepted(
                job,
                JsonNodeFactory.instance.objectNode(),
                new PredictionRequest("/predictions", null, JsonNodeFactory.instance.objectNode(), 0, null));
    }
}
