package io.vsl.models;

import static io.vsl.models.ParameterType.ARRAY;
import static io.vsl.models.ParameterType.BOOLEAN;
import static io.vsl.models.ParameterType.INTEGER;
import static io.vsl.models.ParameterType.NUMBER;
import static io.vsl.models.ParameterType.OBJECT;
import static io.vsl.models.ParameterType.STRING;
import static io.vsl.models.ParameterType.URI;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.models.CheckValue.Checked;
import io.vsl.models.Rule.Many;
import io.vsl.models.Rule.One;
import io.vsl.platform.json.JsonFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what values must be: the type and the bounds that a declaration has, with those of a list's entries. */
final class ReadRule {

    private static final List<ParameterType> TYPES = List.of(STRING, URI, INTEGER, NUMBER, BOOLEAN, OBJECT, ARRAY);
    private static final List<ParameterType> TYPES_OF_ENTRIES = List.of(STRING, URI, INTEGER, NUMBER, BOOLEAN, OBJECT);

    private static final int MAX_MAX_LENGTH = 1_000_000;
    private static final int MAX_MAX_ITEMS = 1_000;

    private ReadRule() {}

    /** The rule of a parameter, or null when it has no type, or its entries have none. */
    static @Nullable Rule read(JsonFields given, boolean required) {
        ParameterType type = type(given, TYPES);
        if (type == null) {
            return null;
        }
        allowFor(type == ARRAY, given, "an array", "items", "minItems", "maxItems");
        allowBounds(type, given);
        return type == ARRAY ? many(given, required) : one(type, given, required);
    }

    private static @Nullable Many many(JsonFields given, boolean required) {
        int most = Objects.requireNonNullElse(given.integer("maxItems", 1, MAX_MAX_ITEMS), Many.MAX_ITEMS);
        int least = Objects.requireNonNullElse(given.integer("minItems", 0, MAX_MAX_ITEMS), 0);
        if (least > most) {
            given.wrong("minItems", "must not be more than maxItems, which is " + most);
        }
        JsonFields items = given.fields("items");
        if (items == null) {
            if (given.get("items") == null) {
                given.wrong("items", "is required: an object {type, …} that says what each entry must be");
            }
            return null;
        }
        items.allowOnly("type", "minimum", "maximum", "multipleOf", "maxLength", "enum", "accept", "maxSize");
        ParameterType type = type(items, TYPES_OF_ENTRIES);
        if (type == null) {
            return null;
        }
        allowBounds(type, items);
        return new Many(one(type, items, required), required ? Math.max(1, least) : least, most);
    }

    private static One one(ParameterType type, JsonFields given, boolean required) {
        BigDecimal minimum = given.decimal("minimum");
        BigDecimal maximum = given.decimal("maximum");
        if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            given.wrong("minimum", "must not be more than maximum");
        }
        BigDecimal multipleOf = given.decimal("multipleOf");
        if (multipleOf != null && multipleOf.signum() <= 0) {
            given.wrong("multipleOf", "must be more than 0");
            multipleOf = null;
        }
        int maxLength = Objects.requireNonNullElse(
                given.integer("maxLength", 1, MAX_MAX_LENGTH), type == URI ? One.MAX_URI : One.MAX_TEXT);
        One bounds = new One(type, minimum, maximum, multipleOf, maxLength, List.of(), FileRule.read(given));
        return bounds.allowing(allowed(bounds, given, required));
    }

    private static List<JsonNode> allowed(One bounds, JsonFields given, boolean required) {
        List<JsonNode> allowed = new ArrayList<>();
        JsonNode list = given.get("enum");
        if (list != null && (!list.isArray() || list.isEmpty())) {
            given.wrong("enum", "must be a list of at least one value");
        } else if (list != null) {
            list.forEach(value -> {
                Checked checked = CheckValue.check(bounds, required, value);
                if (checked instanceof Checked.Good good) {
                    allowed.add(good.value());
                } else if (checked instanceof Checked.Bad bad) {
                    bad.faults().forEach(fault -> given.wrong("enum", "has a value that " + fault.message()));
                }
            });
        }
        return List.copyOf(allowed);
    }

    private static @Nullable ParameterType type(JsonFields given, List<ParameterType> types) {
        String name = given.filledText("type");
        for (ParameterType type : types) {
            if (type.value().equals(name)) {
                return type;
            }
        }
        given.wrong(
                "type",
                "must be one of " + types.stream().map(ParameterType::value).collect(Collectors.joining(", ")));
        return null;
    }

    private static void allowBounds(ParameterType type, JsonFields given) {
        allowFor(type.isNumeric(), given, "an integer or a number", "minimum", "maximum", "multipleOf");
        allowFor(type.isText(), given, "a string or a uri", "maxLength");
        allowFor(type == URI, given, "a uri", "accept", "maxSize");
        allowFor(type.isText() || type.isNumeric(), given, "a string, uri, integer or number", "enum");
    }

    private static void allowFor(boolean fits, JsonFields given, String types, String... fields) {
        for (String field : fields) {
            if (!fits && given.get(field) != null) {
                given.wrong(field, "is only for " + types);
            }
        }
    }
}
