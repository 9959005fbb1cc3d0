package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The OpenAPI document of a model, in the form that cog gives it: each input has a title, and a choice is a schema of its
 * own that the input refers to, {@code {"allOf": [{"$ref": "#/components/schemas/<input>"}]}}. Source: cog,
 * architecture/02-schema.md, and schemas of models as Replicate shows them.
 */
record ModelSchema(InputSchema input, OutputShape output) {

    private static final String SCHEMAS = "#/components/schemas/";

    JsonObject openApi() {
        JsonObject schemas = new JsonObject();
        JsonObject shown = input.json().copy();
        JsonObject properties = new JsonObject();
        for (String name : input.json().getJsonObject("properties").fieldNames()) {
            JsonObject property = shown.getJsonObject("properties").getJsonObject(name);
            if (property.containsKey("enum")) {
                schemas.put(name, choice(name, property));
                properties.put(name, reference(name, property));
            } else {
                properties.put(name, new JsonObject().put("title", title(name)).mergeIn(property));
            }
        }
        schemas.put("Input", shown.put("properties", properties));
        schemas.put("Output", output.schema());
        schemas.put("Status", status());
        return new JsonObject()
                .put("openapi", "3.0.2")
                .put("info", new JsonObject().put("title", "Cog").put("version", "0.1.0"))
                .put("components", new JsonObject().put("schemas", schemas));
    }

    private static JsonObject choice(String name, JsonObject property) {
        return new JsonObject()
                .put("enum", property.getJsonArray("enum"))
                .put("type", property.getString("type"))
                .put("title", name)
                .put("description", "An enumeration.");
    }

    private static JsonObject reference(String name, JsonObject property) {
        JsonObject reference = property.copy();
        reference.remove("enum");
        reference.remove("type");
        return reference.put("allOf", JsonArray.of(new JsonObject().put("$ref", SCHEMAS + name)));
    }

    private static JsonObject status() {
        return new JsonObject()
                .put("enum", JsonArray.of("starting", "processing", "succeeded", "canceled", "failed"))
                .put("type", "string")
                .put("title", "Status")
                .put("description", "An enumeration.");
    }

    /** {@code Num Outputs} of {@code num_outputs}. */
    static String title(String name) {
        return Arrays.stream(name.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining(" "));
    }
}
