package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vsl.devstack.simulator.Problem.InvalidField;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Input schema of a model: the part of OpenAPI that Replicate's models use.
 *
 * @param json an object schema with {@code properties} and perhaps {@code required}
 */
record InputSchema(JsonObject json) {

    /** What is wrong with an input; empty when nothing is. Names that the schema doesn't have are no fault. */
    List<InvalidField> faults(JsonObject input) {
        List<InvalidField> faults = new ArrayList<>();
        for (Object name : json.getJsonArray("required", new JsonArray())) {
            if (!input.containsKey((String) name)) {
                faults.add(new InvalidField("required", "input", name + " is required"));
            }
        }
        for (String name : properties().fieldNames()) {
            if (input.containsKey(name)) {
                InvalidField fault = fault("input." + name, properties().getJsonObject(name), input.getValue(name));
                if (fault != null) {
                    faults.add(fault);
                }
            }
        }
        return faults;
    }

    /** The input without the names that the model doesn't know: Replicate drops them silently. */
    JsonObject known(JsonObject input) {
        JsonObject known = new JsonObject();
        input.forEach(entry -> {
            if (properties().containsKey(entry.getKey())) {
                known.put(entry.getKey(), entry.getValue());
            }
        });
        return known;
    }

    /** The value that the model runs with, the schema's default when it isn't given; null when there is neither. */
    @Nullable
    Object effective(JsonObject input, String name) {
        return input.containsKey(name)
                ? input.getValue(name)
                : properties().getJsonObject(name).getValue("default");
    }

    private JsonObject properties() {
        return json.getJsonObject("properties");
    }

    private static @Nullable InvalidField fault(String field, JsonObject schema, @Nullable Object value) {
        String type = schema.getString("type");
        if (value == null && schema.getBoolean("nullable", false)) {
            return null;
        }
        if (!isA(type, value)) {
            return new InvalidField(
                    "invalid_type", field, "Invalid type. Expected: " + type + ", given: " + typeOf(value));
        }
        JsonArray allowed = schema.getJsonArray("enum");
        if (allowed != null && !allowed.contains(value)) {
            return new InvalidField("enum", field, field + " must be one of the following: " + allowed.encode());
        }
        if ("uri".equals(schema.getString("format")) && value instanceof String uri && !isUri(uri)) {
            return new InvalidField("format", field, "Does not match format 'uri'");
        }
        if (value instanceof JsonArray list) {
            return entryFault(field, schema.getJsonObject("items"), list);
        }
        return value instanceof Number number ? fault(field, schema, new BigDecimal(number.toString())) : null;
    }

    private static @Nullable InvalidField entryFault(String field, JsonObject items, JsonArray list) {
        for (int i = 0; i < list.size(); i++) {
            InvalidField fault = fault(field + "." + i, items, list.getValue(i));
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable InvalidField fault(String field, JsonObject schema, BigDecimal value) {
        Number minimum = schema.getNumber("minimum");
        if (minimum != null && value.compareTo(new BigDecimal(minimum.toString())) < 0) {
            return new InvalidField("number_gte", field, "Must be greater than or equal to " + minimum);
        }
        Number maximum = schema.getNumber("maximum");
        if (maximum != null && value.compareTo(new BigDecimal(maximum.toString())) > 0) {
            return new InvalidField("number_lte", field, "Must be less than or equal to " + maximum);
        }
        Number step = schema.getNumber("multipleOf");
        if (step != null && value.remainder(new BigDecimal(step.toString())).signum() != 0) {
            return new InvalidField("multiple_of", field, "Must be a multiple of " + step);
        }
        return null;
    }

    private static boolean isA(String type, @Nullable Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "array" -> value instanceof JsonArray;
            case "object" -> value instanceof JsonObject;
            case "number" -> value instanceof Number;
            case "integer" ->
                value instanceof Number number
                        && new BigDecimal(number.toString())
                                        .stripTrailingZeros()
                                        .scale()
                                <= 0;
            default -> throw new IllegalStateException("The schema has a type " + type);
        };
    }

    private static String typeOf(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Number) {
            return isA("integer", value) ? "integer" : "number";
        }
        return value instanceof String
                ? "string"
                : value instanceof Boolean ? "boolean" : value instanceof JsonArray ? "array" : "object";
    }

    private static boolean isUri(String value) {
        // A data URI may be megabytes long: looking at its beginning is enough.
        if (value.startsWith("data:")) {
            return value.indexOf(',') > 0;
        }
        try {
            return URI.create(value).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
