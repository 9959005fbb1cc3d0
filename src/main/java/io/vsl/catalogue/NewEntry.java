package io.vsl.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Decimals;
import io.vsl.provider.ModelCard;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a model that its provider has, with what only the user knows.
 *
 * @param target  what is run: {@code owner/name} or {@code owner/name:<64 hex digits>}
 * @param price   {@code pricing}
 * @param time    {@code estimatedTime}
 * @param outputs name of the input that says how many outputs are wanted; null when there is none
 * @param old     the entry in whose place it comes, of which {@code deadline} is kept; empty when there is none
 */
record NewEntry(
        String target,
        ModelCard card,
        Declared declared,
        JsonNode price,
        Duration time,
        @Nullable String outputs,
        ObjectNode old) {

    private static final String USUAL_OUTPUTS = "num_outputs";
    private static final int MOST_OUTPUTS = 100;

    ObjectNode json() {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("version", target);
        if (card.description() != null && !card.description().isBlank()) {
            entry.put("description", card.description().replaceAll("\\s+", " ").strip());
        }
        entry.set("pricing", price);
        entry.set("estimatedTime", JsonNodeFactory.instance.numberNode(Decimals.seconds(time)));
        if (old.has("deadline")) {
            entry.set("deadline", old.get("deadline"));
        }
        if (outputs != null) {
            entry.put("outputs", outputs);
        }
        entry.set("supportedParams", declared.parameters());
        if (!declared.defaults().isEmpty()) {
            entry.set("defaults", declared.defaults());
        }
        return entry;
    }

    /** The input that by custom says how many outputs are wanted, where the model gives a list and counts are bounded. */
    static Optional<String> outputs(ModelCard card, Declared declared) {
        JsonNode count = declared.parameters().path(USUAL_OUTPUTS);
        boolean fits = card.givesMany()
                && count.path("type").asText().equals("integer")
                && count.path("minimum").asInt() >= 1
                && count.has("maximum")
                && count.path("maximum").asInt() <= MOST_OUTPUTS
                && (declared.defaults().has(USUAL_OUTPUTS)
                        || count.path("required").asBoolean());
        return fits ? Optional.of(USUAL_OUTPUTS) : Optional.empty();
    }
}
