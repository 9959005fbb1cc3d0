package io.vsl.platform.replicate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a prediction, as Replicate's API and its webhooks give it. Source: Replicate's OpenAPI description.
 *
 * @param status {@code starting}, {@code processing}, {@code succeeded}, {@code failed}, {@code canceled},
 *               {@code aborted}, or one that we don't know yet
 * @param input  as it was created with
 * @param output a URI, an array of them, or null
 * @param error  a sentence when it failed, otherwise null
 */
public record Prediction(
        @Nullable String id,
        @Nullable String status,
        @Nullable JsonNode input,
        @Nullable JsonNode output,
        @Nullable String error,
        @JsonProperty("data_removed") boolean dataRemoved,
        @JsonProperty("created_at") @Nullable Instant createdAt,
        @JsonProperty("completed_at") @Nullable Instant completedAt) {

    /** How many outputs the model left out of those that {@code num_outputs} asked for. */
    public int missingOutputs() {
        int asked = input == null ? 0 : input.path("num_outputs").asInt(0);
        return Math.max(0, asked - outputs().size());
    }

    /** The outputs, one or more; empty when there are none, or the output isn't made of URIs. */
    public List<URI> outputs() {
        if (output == null || output.isNull()) {
            return List.of();
        }
        try {
            if (output.isTextual()) {
                return List.of(URI.create(output.textValue()));
            }
            return StreamSupport.stream(output.spliterator(), false)
                    .filter(node -> !node.isNull())
                    .map(node -> URI.create(node.asText()))
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
