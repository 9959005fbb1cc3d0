package io.vsl.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.models.InvalidModels;
import io.vsl.models.Model;
import io.vsl.models.Models;
import io.vsl.provider.ModelInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a model, as models.json can declare them. Each is read by the code that reads models.json: what that
 * refuses is left out.
 */
final class Declared {

    private static final String SOURCE = "schema";

    private final ModelInputs inputs;
    private final boolean whole;
    private final ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    private final ObjectNode defaults = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Map<String, String> unchecked = new LinkedHashMap<>();

    private Declared(ModelInputs inputs, boolean whole) {
        this.inputs = inputs;
        this.whole = whole;
    }

    /** As an entry has them. */
    static Declared forEntry(ModelInputs inputs) {
        return new Declared(inputs, false).read();
    }

    /** As they are compared with an entry. */
    static Declared forComparison(ModelInputs inputs) {
        return new Declared(inputs, true).read();
    }

    /** {@code supportedParams} of an entry. */
    ObjectNode parameters() {
        return parameters;
    }

    /** {@code defaults} of an entry. */
    ObjectNode defaults() {
        return defaults;
    }

    /** Why an input isn't among the parameters, by its name. */
    Map<String, String> leftOut() {
        return leftOut;
    }

    /** Names of inputs that are not among the parameters, and required by the model. */
    List<String> missing() {
        return leftOut.keySet().stream().filter(inputs.required()::contains).toList();
    }

    /** What of an input is not as its schema states it, by its name. */
    Map<String, String> unchecked() {
        return unchecked;
    }

    /** The model as an entry of these parameters alone. */
    Model asModel() {
        return model(parameters, defaults);
    }

    private Declared read() {
        inputs.inputs().forEach(this::read);
        return this;
    }

    private void read(String name, ObjectNode schema) {
        JsonNode given = schema.path("default");
        boolean hasDefault = !given.isMissingNode() && !given.isNull();
        boolean required = inputs.required().contains(name) && !hasDefault;
        Declaration declaration = new Declaration(schema, whole);
        String obstacle = obstacle(declaration, required);
        if (obstacle == null) {
            ObjectNode json = described(declaration.json(), schema, required);
            obstacle = faults(name, json, null);
            if (obstacle == null) {
                parameters.set(name, json);
                note(name, declaration, hasDefault ? faults(name, json, given) : null);
                if (hasDefault && faults(name, json, given) == null) {
                    defaults.set(name, given);
                }
                return;
            }
        }
        leftOut.put(name, obstacle);
    }

    private @Nullable String obstacle(Declaration declaration, boolean required) {
        if (!required && !whole && declaration.schema().path("deprecated").asBoolean()) {
            return "is deprecated";
        }
        return declaration.obstacle();
    }

    private void note(String name, Declaration declaration, @Nullable String faultOfDefault) {
        List<String> notes = new ArrayList<>();
        if (!declaration.unchecked().isEmpty()) {
            notes.add("only Replicate checks its " + String.join(", ", declaration.unchecked()));
        }
        if (faultOfDefault != null) {
            notes.add("its default can't be written down, since it %s; the model uses it anyway"
                    .formatted(faultOfDefault));
        }
        if (!notes.isEmpty()) {
            unchecked.put(name, String.join("; ", notes));
        }
    }

    private static ObjectNode described(ObjectNode json, ObjectNode schema, boolean required) {
        ObjectNode described = JsonNodeFactory.instance.objectNode().set("type", json.get("type"));
        if (required) {
            described.put("required", true);
        }
        described.setAll(json);
        String text =
                schema.path("description").asText().replaceAll("\\s+", " ").strip();
        if (!text.isEmpty()) {
            described.put("description", text);
        }
        return described;
    }

    /** What models.json would say of it; null when nothing. */
    private static @Nullable String faults(String name, ObjectNode json, @Nullable JsonNode value) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().set(name, json);
        ObjectNode defaults = JsonNodeFactory.instance.objectNode();
        if (value != null) {
            defaults.set(name, value);
        }
        try {
            model(parameters, defaults);
            return null;
        } catch (InvalidModels e) {
            return e.faults().stream().map(InvalidModels.Fault::message).collect(Collectors.joining("; "));
        }
    }

    private static Model model(ObjectNode parameters, ObjectNode defaults) {
        ObjectNode models = JsonNodeFactory.instance.objectNode();
        ObjectNode entry = models.putObject("image").putObject("model");
        entry.put("version", "owner/name").put("pricing", 0).put("estimatedTime", 1);
        entry.set("supportedParams", parameters);
        entry.set("defaults", defaults);
        return Models.parse(Json.text(models), SOURCE).all().get(0);
    }

    /** Names of all that is not among the parameters. */
    Set<String> unread() {
        return leftOut.keySet();
    }
}
