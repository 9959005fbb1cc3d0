package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A request for media in good form: the body of {@code POST /generate-media} and of a record on
 * {@code vsl.job.requested}.
 *
 * @param parameters the model's, as asked for; a top-level {@code prompt} stands in them
 * @param webhookUrl where to tell of the outcome
 * @param metadata   the caller's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobRequest(
        String userId,
        MediaType mediaType,
        String modelId,
        ObjectNode parameters,
        @Nullable String webhookUrl,
        @Nullable ObjectNode metadata) {}
