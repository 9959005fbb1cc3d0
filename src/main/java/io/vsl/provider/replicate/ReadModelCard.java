package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.provider.ModelCard;
import io.vsl.provider.ModelInputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model as {@code GET /models/{owner}/{name}} answers: {@code owner}, {@code name}, {@code description},
 * {@code is_official}, {@code default_example} (a prediction, or null) and {@code latest_version} (or null), which is what
 * {@code GET …/versions/{id}} answers: {@code id} and {@code openapi_schema}. Source: Replicate's OpenAPI description.
 */
final class ReadModelCard {

    private static final int MILLIS = 1_000;

    /** Null when it has no version, or one without a schema. */
    @Nullable
    ModelCard card(JsonNode model) {
        JsonNode version = model.path("latest_version");
        ModelInputs inputs = inputs(version);
        if (inputs == null || !version.path("id").isTextual()) {
            return null;
        }
        ReadSchema schema = new ReadSchema(version.path("openapi_schema"));
        JsonNode example = model.path("default_example");
        return new ModelCard(
                model.path("owner").asText() + "/" + model.path("name").asText(),
                model.path("description").textValue(),
                model.path("is_official").asBoolean(),
                version.path("id").textValue(),
                inputs,
                schema.named("Output").path("type").asText().equals("array"),
                links(example.path("output")),
                time(example.path("metrics").path("predict_time")));
    }

    /** Null when the version states no inputs. */
    @Nullable
    ModelInputs inputs(JsonNode version) {
        ReadSchema schema = new ReadSchema(version.path("openapi_schema"));
        ObjectNode input = schema.named("Input");
        if (!input.path("properties").isObject()) {
            return null;
        }
        List<Map.Entry<String, ObjectNode>> inputs = new ArrayList<>();
        input.path("properties")
                .properties()
                .forEach(each -> inputs.add(Map.entry(each.getKey(), schema.plain(each.getValue()))));
        inputs.sort(
                Comparator.comparingInt(each -> each.getValue().path("x-order").asInt(Integer.MAX_VALUE)));
        Map<String, ObjectNode> inOrder = new LinkedHashMap<>();
        inputs.forEach(each -> inOrder.put(each.getKey(), each.getValue()));
        Set<String> required = new HashSet<>();
        input.path("required").forEach(name -> required.add(name.asText()));
        return new ModelInputs(inOrder, required);
    }

    private static List<String> links(JsonNode output) {
        List<String> links = new ArrayList<>();
        if (output.isTextual() && output.textValue().startsWith("https://")) {
            links.add(output.textValue());
        }
        output.forEach(part -> links.addAll(links(part)));
        return links;
    }

    private static @Nullable Duration time(JsonNode seconds) {
        return seconds.isNumber() && seconds.doubleValue() > 0 && seconds.doubleValue() < Integer.MAX_VALUE
                ? Duration.ofMillis(Math.round(seconds.doubleValue() * MILLIS))
                : null;
    }
}
