package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The members of a job's JSON, which is flat, as they are read. What doesn't go with the status is passed over. */
@JsonPOJOBuilder
final class JobMembers {

    @JsonProperty
    private @Nullable UUID jobId;

    @JsonProperty
    private @Nullable JobStatus status;

    @JsonProperty
    private @Nullable MediaType mediaType;

    @JsonProperty
    private @Nullable String modelId;

    @JsonProperty
    private @Nullable String userId;

    @JsonProperty
    private @Nullable Instant createdAt;

    @JsonProperty
    private @Nullable Instant completedAt;

    @JsonProperty
    private @Nullable Instant mediaDeletedAt;

    @JsonProperty
    private @Nullable BigDecimal processingTime;

    @JsonProperty
    private @Nullable BigDecimal estimatedTime;

    @JsonProperty
    private @Nullable BigDecimal estimatedCost;

    @JsonProperty
    private @Nullable Price price;

    @JsonProperty
    private @Nullable BigDecimal cost;

    @JsonProperty
    private @Nullable Charge charge;

    @JsonProperty
    private @Nullable String predictionId;

    @JsonProperty
    private @Nullable UUID batchId;

    @JsonProperty
    private @Nullable String webhookUrl;

    @JsonProperty
    private @Nullable ObjectNode metadata;

    @JsonProperty
    private @Nullable List<Adjustment> adjustments;

    @JsonProperty
    private @Nullable Integer sequence;

    @JsonProperty
    private @Nullable Integer attempts;

    @JsonProperty
    private @Nullable JobResult result;

    @JsonProperty
    private @Nullable JobError error;

    /** @throws RuntimeException with the name of the member that is missing or can't be held */
    Job build() {
        // Also where they don't go with the status: what is an event to one release is one to all.
        Storable.requireTime("completedAt", completedAt);
        Storable.requireTime("mediaDeletedAt", mediaDeletedAt);
        Storable.requireAmount("processingTime", processingTime);
        Storable.requireAmount("cost", cost);
        Requested requested = new Requested(
                mediaType,
                modelId,
                userId,
                Objects.requireNonNull(createdAt, "createdAt"),
                batchId,
                webhookUrl,
                metadata);
        Estimate estimate =
                new Estimate(estimatedTime, estimatedCost, price, adjustments == null ? List.of() : adjustments);
        return new Job(
                Objects.requireNonNull(jobId, "jobId"), requested, estimate, progress(), predictionId, charge, state());
    }

    /** Earlier releases wrote none, and made a second attempt rarely. */
    private JobProgress progress() {
        int made = attempts != null ? attempts : predictionId != null ? 1 : 0;
        if (sequence != null) {
            return new JobProgress(made, sequence);
        }
        return switch (Objects.requireNonNull(status, "status")) {
            case PENDING -> JobProgress.ACCEPTED;
            case PROCESSING -> JobProgress.started(Math.max(1, made));
            case COMPLETED, FAILED, CANCELLED -> JobProgress.ended(made);
        };
    }

    private JobState state() {
        JobStatus is = Objects.requireNonNull(status, "status");
        Storable.require(
                (result != null) == (is == JobStatus.COMPLETED), "result", "must be there when completed, only then");
        Storable.require(
                (error != null) == (is == JobStatus.FAILED || is == JobStatus.CANCELLED),
                "error",
                "must be there when failed or cancelled, only then");
        return switch (is) {
            case PENDING -> JobState.Open.PENDING;
            case PROCESSING -> JobState.Open.PROCESSING;
            case COMPLETED ->
                new Outcome.Completed(
                        endedAt(), processingTime, cost, Objects.requireNonNull(result, "result"), mediaDeletedAt);
            case FAILED -> new Outcome.Failed(endedAt(), processingTime, Objects.requireNonNull(error, "error"));
            case CANCELLED -> new Outcome.Cancelled(endedAt(), processingTime, Objects.requireNonNull(error, "error"));
        };
    }

    private Instant endedAt() {
        return Objects.requireNonNull(completedAt, "completedAt");
    }
}
