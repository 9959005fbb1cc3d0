package io.vsl.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job, as operators see it.
 *
 * @param cause    why there is one beyond the first
 * @param evidence what showed what became of it, where that was not plain
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptView(
        UUID jobId,
        int attempt,
        AttemptState state,
        @Nullable String predictionId,
        @Nullable String cause,
        Instant createdAt,
        Instant updatedAt,
        @Nullable JsonNode evidence) {}
