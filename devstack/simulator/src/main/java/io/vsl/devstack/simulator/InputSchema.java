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

    /** Of a data URI: "when your files are smaller than 256kb" (Replicate's docs on input files). */
    private static final int DATA_AT_MOST = 256 * 1024 * 4 / 3 + 100;

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

    /** A file that is to be fetched; {@code place} is such as {@code image} or {@code images.1}. */
    record Link(String place, String url) {}

    /** What an input links to; a data URI is no link. */
    List<Link> links(JsonObject input) {
        List<Link> links = new ArrayList<>();
        for (String name : properties().fieldNames()) {
            JsonObject schema = properties().getJsonObject(name);
            Object value = input.getValue(name);
            if (value instanceof JsonArray list && isFile(schema.getJsonObject("items", new JsonObject()))) {
                for (int i = 0; i < list.size(); i++) {
                    addLink(name + "." + i, list.getValue(i), links);
                }
            } else if (isFile(schema)) {
                addLink(name, value, links);
            }
        }
        return links;
    }

    private static boolean isFile(JsonObject schema) {
        return "uri".equals(schema.getString("format"));
    }

    private static void addLink(String place, @Nullable Object value, List<Link> links) {
        if (value instanceof String url && url.matches("(?i)https?://.*")) {
            links.add(new Link(place, url));
        }
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
        if (isFile(schema) && value instanceof String uri && !isUri(uri)) {
            return new InvalidField("format", field, "Does not match format 'uri'");
        }
        if (isFile(schema) && value instanceof String uri && uri.startsWith("data:") && uri.length() > DATA_AT_MOST) {
            return new InvalidField(
                    "size", field, "Data URIs must be at most 256kB; upload larger files, or link to them");
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
