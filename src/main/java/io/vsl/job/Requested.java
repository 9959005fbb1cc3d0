package io.vsl.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, by whom and when.
 *
 * @param mediaType  null only when the request named none that exists
 * @param modelId    null only when the request named none
 * @param userId     null only when the request named none
 * @param createdAt  when the request was taken
 * @param batchId    that it is part of; null of one that came alone
 * @param webhookUrl where the client wants to be told of the outcome
 * @param metadata   the caller's own, returned as it was given
 */
public record Requested(
        @Nullable MediaType mediaType,
        @Nullable String modelId,
        @Nullable String userId,
        Instant createdAt,
        @Nullable UUID batchId,
        @Nullable String webhookUrl,
        @Nullable ObjectNode metadata) {

    public Requested {
        Objects.requireNonNull(createdAt, "createdAt");
        Storable.requireId("modelId", modelId);
        Storable.require(userId == null || UserIds.isValid(userId), "userId", "is no user's id");
        Storable.requireTime("createdAt", createdAt);
        Storable.requireText("webhookUrl", webhookUrl);
    }

    static Requested of(JobRequest request, Instant createdAt) {
        return new Requested(
                request.mediaType(),
                request.modelId(),
                request.userId(),
                createdAt,
                null,
                request.webhookUrl(),
                request.metadata());
    }

    Requested inBatch(@Nullable UUID other) {
        return new Requested(mediaType, modelId, userId, createdAt, other, webhookUrl, metadata);
    }

    /** @throws NullPointerException with the name of what is missing, which only a refused request may lack */
    void requireComplete() {
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(modelId, "modelId");
        Objects.requireNonNull(userId, "userId");
    }
}
