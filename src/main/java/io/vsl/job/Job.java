package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands after an event: what {@code GET /status} answers, but for the URLs, which are made when read. There
 * is none that a store can't hold. Its JSON is flat: the members of its parts, in the order below.
 *
 * @param progress     how far it had come when it was left so
 * @param predictionId that runs it, or ran it; null before there was one
 * @param charge       of that prediction; null while it runs, and when nobody has said
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
    "jobId",
    "status",
    "mediaType",
    "modelId",
    "userId",
    "createdAt",
    "completedAt",
    "mediaDeletedAt",
    "processingTime",
    "estimatedTime",
    "estimatedCost",
    "price",
    "cost",
    "charge",
    "predictionId",
    "batchId",
    "webhookUrl",
    "metadata",
    "adjustments",
    "sequence",
    "attempts",
    "result",
    "error"
})
@JsonDeserialize(builder = JobMembers.class)
public record Job(
        UUID jobId,
        @JsonIgnore Requested requested,
        @JsonIgnore Estimate estimate,
        @JsonIgnore JobProgress progress,
        @Nullable String predictionId,
        @Nullable Charge charge,
        @JsonIgnore JobState state) {

    public Job {
        Objects.requireNonNull(jobId, "jobId");
        Storable.requireId("predictionId", predictionId);
        if (!(state instanceof Outcome.Failed)) {
            requested.requireComplete();
        }
    }

    /** A job of a request that can be served. */
    public static Job pending(UUID jobId, JobRequest request, Instant createdAt, Estimate estimate) {
        return new Job(
                jobId,
                Requested.of(request, createdAt),
                estimate,
                JobProgress.ACCEPTED,
                null,
                null,
                JobState.Open.PENDING);
    }

    /** A job of a request that can't be served; what could be read of the request is kept. */
    public static Job refused(
            UUID jobId,
            @Nullable MediaType mediaType,
            @Nullable String modelId,
            @Nullable String userId,
            Instant createdAt,
            List<FieldError> errors) {
        return new Job(
                jobId,
                new Requested(mediaType, modelId, userId, createdAt, null, null, null),
                Estimate.NONE,
                JobProgress.ended(0),
                null,
                null,
                new Outcome.Failed(createdAt, BigDecimal.ZERO, JobError.invalid(errors)));
    }

    /** The same job as part of a batch; null is none. */
    public Job inBatch(@Nullable UUID batchId) {
        return new Job(jobId, requested.inBatch(batchId), estimate, progress, predictionId, charge, state);
    }

    /** The same job, run by that prediction, of that attempt. */
    public Job processing(String predictionId, int attempt) {
        return new Job(
                jobId, requested, estimate, JobProgress.started(attempt), predictionId, null, JobState.Open.PROCESSING);
    }

    /** The same job, which VSL makes itself. */
    public Job processing() {
        return new Job(
                jobId,
                requested,
                estimate,
                JobProgress.started(Compilation.ATTEMPT),
                null,
                null,
                JobState.Open.PROCESSING);
    }

    /** Whether something may have stored files of it by now. */
    @JsonIgnore
    public boolean mayHaveFiles() {
        return predictionId != null || Compilation.isOne(this);
    }

    /** The same job after so many attempts. */
    public Job attempted(int attempts) {
        return at(new JobProgress(attempts, progress.sequence()));
    }

    Job at(JobProgress other) {
        return new Job(jobId, requested, estimate, other, predictionId, charge, state);
    }

    /** The same job with its files stored. */
    public Job completed(JobResult result, Instant at) {
        return ended(new Outcome.Completed(at, Outcome.seconds(createdAt(), at), knownCost(), result));
    }

    private @Nullable BigDecimal knownCost() {
        return charge == null || charge.usd() == null ? estimatedCost() : charge.usd();
    }

    /** The same job, whose prediction costs that. */
    public Job charged(Charge charge) {
        return new Job(jobId, requested, estimate, progress, predictionId, charge, state);
    }

    /** The same job without a result. */
    public Job failed(JobError error, Instant at) {
        BigDecimal seconds = Outcome.seconds(createdAt(), at);
        return ended(
                error.code() == ErrorCode.CANCELLED
                        ? new Outcome.Cancelled(at, seconds, error)
                        : new Outcome.Failed(at, seconds, error));
    }

    /**
     * The same job, as it ended, without its files; nothing changes where they are gone already.
     *
     * @throws IllegalArgumentException unless it is completed
     */
    public Job withoutMedia(Instant since) {
        if (!(state instanceof Outcome.Completed completed)) {
            throw new IllegalArgumentException("status must be completed");
        }
        return completed.mediaDeletedAt() == null
                ? new Job(jobId, requested, estimate, progress, predictionId, charge, completed.withoutMedia(since))
                : this;
    }

    private Job ended(Outcome outcome) {
        return new Job(
                jobId, requested, estimate, JobProgress.ended(progress.attempts()), predictionId, charge, outcome);
    }

    /** How it ended; null while it is open. */
    @JsonIgnore
    public @Nullable Outcome outcome() {
        return state instanceof Outcome outcome ? outcome : null;
    }

    @JsonIgnore
    public boolean isTerminal() {
        return state instanceof Outcome;
    }

    /** When its files went, or else it ended, or else it was created: what stores that forget count from. */
    @JsonIgnore
    public Instant lastChangedAt() {
        Instant deleted = mediaDeletedAt();
        return deleted != null ? deleted : state instanceof Outcome outcome ? outcome.at() : createdAt();
    }

    @JsonProperty
    public JobStatus status() {
        return state.status();
    }

    @JsonProperty
    public @Nullable MediaType mediaType() {
        return requested.mediaType();
    }

    @JsonProperty
    public @Nullable String modelId() {
        return requested.modelId();
    }

    @JsonProperty
    public @Nullable String userId() {
        return requested.userId();
    }

    @JsonProperty
    public Instant createdAt() {
        return requested.createdAt();
    }

    @JsonProperty
    public @Nullable Instant completedAt() {
        return state instanceof Outcome outcome ? outcome.at() : null;
    }

    /** Since when its files are gone; null while they are there, and of a job that has none. */
    @JsonProperty
    public @Nullable Instant mediaDeletedAt() {
        return state instanceof Outcome.Completed completed ? completed.mediaDeletedAt() : null;
    }

    @JsonProperty
    public @Nullable BigDecimal processingTime() {
        return state instanceof Outcome outcome ? outcome.processingTime() : null;
    }

    @JsonProperty
    public @Nullable BigDecimal estimatedTime() {
        return estimate.time();
    }

    @JsonProperty
    public @Nullable BigDecimal estimatedCost() {
        return estimate.cost();
    }

    @JsonProperty
    public @Nullable Price price() {
        return estimate.price();
    }

    @JsonProperty
    public @Nullable BigDecimal cost() {
        return state instanceof Outcome.Completed completed ? completed.cost() : null;
    }

    @JsonProperty
    public @Nullable UUID batchId() {
        return requested.batchId();
    }

    @JsonProperty
    public @Nullable String webhookUrl() {
        return requested.webhookUrl();
    }

    @JsonProperty
    public @Nullable ObjectNode metadata() {
        return requested.metadata();
    }

    @JsonProperty
    public List<Adjustment> adjustments() {
        return estimate.adjustments();
    }

    /** Of the event that left the job so: counts up, not always by one. */
    @JsonProperty
    public int sequence() {
        return progress.sequence();
    }

    /** How many runs of it have been asked for. */
    @JsonProperty
    public int attempts() {
        return progress.attempts();
    }

    /** Only when completed. */
    @JsonProperty
    public @Nullable JobResult result() {
        return state instanceof Outcome.Completed completed ? completed.result() : null;
    }

    /** Only when failed or cancelled. */
    @JsonProperty
    public @Nullable JobError error() {
        return switch (state) {
            case Outcome.Failed failed -> failed.error();
            case Outcome.Cancelled cancelled -> cancelled.error();
            case Outcome.Completed completed -> null;
            case JobState.Open open -> null;
        };
    }
}
