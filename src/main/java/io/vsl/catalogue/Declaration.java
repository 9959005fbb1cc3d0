package io.vsl.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a parameter, as models.json has it, of the JSON Schema of an input. The names are the same, so that
 * this is a choice of members; docs/MODELS.md has what each may be.
 *
 * @param schema of the input
 * @param whole  whether lengths that the schema doesn't state are the greatest that models.json can state; otherwise they
 *               are left out, and those of models.json hold
 */
record Declaration(ObjectNode schema, boolean whole) {

    /** A file of 256 KiB in a data URL, which is as large as Replicate advises: docs, "Input files". */
    static final int LONGEST_FILE = 350_000;

    static final int LONGEST_TEXT = 1_000_000;
    private static final int MOST_ITEMS = 1_000;

    private static final List<String> BOUNDS = List.of("minimum", "maximum", "multipleOf");
    private static final List<String> UNKNOWN_HERE =
            List.of("pattern", "minLength", "exclusiveMinimum", "exclusiveMaximum", "uniqueItems");

    /** Why it can't be declared, going on from the name; null when it can. */
    @Nullable
    String obstacle() {
        if (schema.path("x-cog-secret").asBoolean()
                || schema.path("format").asText().equals("password")) {
            return "is a secret, and VSL keeps the parameters of a job";
        }
        if (schema.has("anyOf") || schema.has("oneOf")) {
            return "may be of several types";
        }
        String type = type();
        return switch (type) {
            case "" -> "has no type that is known here";
            case "array" -> items().obstacleOfEntries();
            default -> null;
        };
    }

    private @Nullable String obstacleOfEntries() {
        String obstacle = type().equals("array") ? "is a list too" : obstacle();
        return obstacle == null ? null : "is a list of which each entry " + obstacle;
    }

    /** What the schema demands and models.json can't: Replicate alone checks it. */
    List<String> unchecked() {
        return UNKNOWN_HERE.stream().filter(schema::has).toList();
    }

    /** The declaration without {@code required} and {@code description}; only when there is no obstacle. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", type());
        switch (type()) {
            case "array" -> {
                json.set("items", items().json());
                limit(json, "minItems", 0);
                limit(json, "maxItems", MOST_ITEMS);
            }
            case "integer", "number" -> {
                BOUNDS.forEach(bound -> copy(json, bound));
                copy(json, "enum");
            }
            case "string", "uri" -> {
                length(json);
                copy(json, "enum");
            }
            default -> {}
        }
        return json;
    }

    private Declaration items() {
        return new Declaration(
                schema.path("items") instanceof ObjectNode items ? items : JsonNodeFactory.instance.objectNode(),
                whole);
    }

    private String type() {
        String type = schema.path("type").asText();
        return switch (type) {
            case "string" -> schema.path("format").asText().equals("uri") ? "uri" : "string";
            case "integer", "number", "boolean", "array", "object" -> type;
            default -> typeOfValues();
        };
    }

    /** Some choices have no type beside them. */
    private String typeOfValues() {
        JsonNode value = schema.path("enum").path(0);
        if (value.isTextual()) {
            return "string";
        }
        return value.isIntegralNumber() ? "integer" : value.isNumber() ? "number" : "";
    }

    private void length(ObjectNode json) {
        JsonNode stated = schema.path("maxLength");
        if (stated.canConvertToInt() && stated.intValue() >= 1 && stated.intValue() <= LONGEST_TEXT) {
            json.set("maxLength", stated);
        } else if (whole) {
            json.put("maxLength", LONGEST_TEXT);
        } else if (type().equals("uri")) {
            json.put("maxLength", LONGEST_FILE);
        }
    }

    /** @param usual what it is where the schema states nothing, or more than models.json can */
    private void limit(ObjectNode json, String name, int usual) {
        JsonNode stated = schema.path(name);
        if (stated.canConvertToInt() && stated.intValue() <= MOST_ITEMS) {
            json.set(name, stated);
        } else if (whole) {
            json.put(name, usual);
        }
    }

    private void copy(ObjectNode json, String name) {
        JsonNode value = schema.path(name);
        if (!value.isMissingNode() && !value.isNull()) {
            json.set(name, value);
        }
    }
}
