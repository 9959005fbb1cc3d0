package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The OpenAPI document of a model, with what it refers to put in its place.
 *
 * <p>Source: cog, architecture/02-schema.md and python/cog/types.py. {@code components.schemas} has {@code Input} and
 * {@code Output}. An input of a choice is {@code {"allOf": [{"$ref": "#/components/schemas/<name>"}], "default": …,
 * "x-order": …}} beside a schema {@code {"enum": […], "type": "string", "title": …, "description": "An enumeration."}}.
 * What may be null is {@code "nullable": true}, or of newer versions {@code "anyOf": [{…}, {"type": "null"}]}; an
 * {@code "anyOf": []} is met beside files, and says nothing.
 */
final class ReadSchema {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final List<String> COMBINED = List.of("allOf", "anyOf", "oneOf");

    /** What an enumeration of Python's says of itself. */
    private static final String NO_DESCRIPTION = "An enumeration.";

    /** A schema may refer to itself. */
    private static final int MOST_REFERENCES = 16;

    private final JsonNode schemas;

    ReadSchema(JsonNode document) {
        this.schemas = document.path("components").path("schemas");
    }

    /** One of its schemas; empty when there is none of that name. */
    ObjectNode named(String name) {
        return plain(schemas.path(name));
    }

    /** The same schema as far as possible without references and combinations. */
    ObjectNode plain(JsonNode schema) {
        return plain(schema, MOST_REFERENCES);
    }

    private ObjectNode plain(JsonNode schema, int references) {
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        if (references == 0 || !schema.isObject()) {
            return plain;
        }
        schema.properties().forEach(member -> {
            if (!COMBINED.contains(member.getKey()) && !member.getKey().equals("$ref")) {
                plain.set(member.getKey(), member.getValue());
            }
        });
        if (schema.path("$ref").isTextual()) {
            add(plain, target(schema.path("$ref").textValue()), references - 1);
        }
        schema.path("allOf").forEach(part -> add(plain, part, references - 1));
        either(plain, schema, references - 1);
        nullableType(plain);
        if (plain.path("items").isObject()) {
            plain.set("items", plain(plain.path("items"), references - 1));
        }
        return plain;
    }

    private JsonNode target(String reference) {
        return schemas.path(reference.startsWith(SCHEMAS) ? reference.substring(SCHEMAS.length()) : "");
    }

    /** What stands beside a reference wins over what is referred to. */
    private void add(ObjectNode plain, JsonNode part, int references) {
        plain(part, references).properties().forEach(member -> {
            if (!NO_DESCRIPTION.equals(member.getValue().textValue())) {
                plain.putIfAbsent(member.getKey(), member.getValue());
            }
        });
    }

    /** One thing or null is that thing. Of several none is chosen: it stays as it is, for whoever reads on. */
    private void either(ObjectNode plain, JsonNode schema, int references) {
        for (String either : List.of("anyOf", "oneOf")) {
            List<JsonNode> parts = StreamSupport.stream(schema.path(either).spliterator(), false)
                    .filter(part -> !part.path("type").asText().equals("null"))
                    .toList();
            if (parts.size() == 1) {
                add(plain, parts.get(0), references);
            } else if (parts.size() > 1) {
                plain.set(either, schema.path(either));
            }
        }
    }

    /** {@code ["string", "null"]} is {@code "string"}. */
    private static void nullableType(ObjectNode plain) {
        Optional<JsonNode> type = StreamSupport.stream(plain.path("type").spliterator(), false)
                .filter(each -> !each.asText().equals("null"))
                .reduce((one, another) -> JsonNodeFactory.instance.missingNode());
        type.filter(JsonNode::isTextual).ifPresent(each -> plain.set("type", each));
    }
}
