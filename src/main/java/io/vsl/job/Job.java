package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands after an event: what {@code GET /status} answers, but for the URLs, which are made when read. There
 * is none that a store can't hold.
 *
 * @param mediaType      null only when the request named none that exists
 * @param modelId        null only when the request named none
 * @param userId         null only when the request named none
 * @param createdAt      when the request was taken
 * @param processingTime seconds from creation to outcome
 * @param estimatedTime  seconds
 * @param estimatedCost  USD
 * @param cost           USD, of a completed job
 * @param webhookUrl     where the client wants to be told of the outcome
 * @param metadata       the caller's own, returned as it was given
 * @param adjustments    what was asked for and is served by the nearest thing that the model takes
 * @param result         only when completed
 * @param error          only when failed or cancelled
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Job(
        UUID jobId,
        JobStatus status,
        @Nullable MediaType mediaType,
        @Nullable String modelId,
        @Nullable String userId,
        Instant createdAt,
        @Nullable Instant completedAt,
        @Nullable BigDecimal processingTime,
        @Nullable BigDecimal estimatedTime,
        @Nullable BigDecimal estimatedCost,
        @Nullable BigDecimal cost,
        @Nullable String predictionId,
        @Nullable String webhookUrl,
        @Nullable ObjectNode metadata,
        List<Adjustment> adjustments,
        @Nullable JobResult result,
        @Nullable JobError error) {

    public Job {
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        if (status != JobStatus.FAILED) {
            Objects.requireNonNull(mediaType, "mediaType");
            Objects.requireNonNull(modelId, "modelId");
            Objects.requireNonNull(userId, "userId");
        }
        if (status.isTerminal()) {
            Objects.requireNonNull(completedAt, "completedAt");
        }
        Storable.require((result != null) == (status == JobStatus.COMPLETED), "result", "must be there when completed, only then");
        Storable.require((error != null) == (status == JobStatus.FAILED || status == JobStatus.CANCELLED), "error",
                "must be there when failed or cancelled, only then");
        Storable.require(userId == null || UserIds.isValid(userId), "userId", "is no user's id");
        Storable.requireId("modelId", modelId);
        Storable.requireId("predictionId", predictionId);
        Storable.requireTime("createdAt", createdAt);
        Storable.requireTime("completedAt", completedAt);
        Storable.requireAmount("processingTime", processingTime);
        Storable.requireAmount("estimatedTime", estimatedTime);
        Storable.requireAmount("estimatedCost", estimatedCost);
        Storable.requireAmount("cost", cost);
        Storable.requireText("webhookUrl", webhookUrl);
        adjustments = adjustments == null ? List.of() : List.copyOf(adjustments);
    }

    /** A job of a request that can be served. */
    public static Job pending(UUID jobId, JobRequest request, Instant createdAt, BigDecimal estimatedTime,
            BigDecimal estimatedCost, List<Adjustment> adjustments) {
        return new Job(jobId, JobStatus.PENDING, request.mediaType(), request.modelId(), request.userId(), createdAt,
                null, null, estimatedTime, estimatedCost, null, null, request.webhookUrl(), request.metadata(),
                adjustments, null, null);
    }

    /** A job of a request that can't be served; what could be read of the request is kept. */
    public static Job refused(UUID jobId, @Nullable MediaType mediaType, @Nullable String modelId,
            @Nullable String userId, Instant createdAt, List<FieldError> errors) {
        return new Job(jobId, JobStatus.FAILED, mediaType, modelId, userId, createdAt, createdAt, BigDecimal.ZERO,
                null, null, null, null, null, null, List.of(), null, JobError.invalid(errors));
    }

    /** The same job, run by that prediction. */
    public Job processing(String predictionId) {
        return new Job(jobId, JobStatus.PROCESSING, mediaType, modelId, userId, createdAt, null, null, estimatedTime,
                estimatedCost, null, predictionId, webhookUrl, metadata, adjustments, null, null);
    }

    /** The same job with its files stored. */
    public Job completed(JobResult result, Instant at) {
        return ended(JobStatus.COMPLETED, at, estimatedCost, result, null);
    }

    /** The same job without a result. */
    public Job failed(JobError error, Instant at) {
        JobStatus status = error.code() == ErrorCode.CANCELLED ? JobStatus.CANCELLED : JobStatus.FAILED;
        return ended(status, at, null, null, error);
    }

    private Job ended(JobStatus status, Instant at, @Nullable BigDecimal cost, @Nullable JobResult result,
            @Nullable JobError error) {
        return new Job(jobId, status, mediaType, modelId, userId, createdAt, at, seconds(createdAt, at),
                estimatedTime, estimatedCost, cost, predictionId, webhookUrl, metadata, adjustments, result, error);
    }

    @JsonIgnore
    public boolean isTerminal() {
        return status.isTerminal();
    }

    /** When it ended, or else when it was created: what stores that forget count from. */
    @JsonIgnore
    public Instant endedOrCreatedAt() {
        return Objects.requireNonNullElse(completedAt, createdAt);
    }

    /** Never negative, though the clocks of two machines may differ. */
    private static BigDecimal seconds(Instant from, Instant to) {
        long millis = Math.max(0, Duration.between(from, to).toMillis());
        return BigDecimal.valueOf(millis, 3).setScale(1, RoundingMode.HALF_UP);
    }
}
