package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.Storable;
import io.vsl.models.Rule.One;
import io.vsl.models.ValueMapping.Steps;
import io.vsl.models.ValueMapping.Words;
import io.vsl.platform.json.JsonFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code supportedParams} of one model: a list of names, or declarations by name. */
final class ReadParameters {

    private static final String FIELD = "supportedParams";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
    private static final String NAME_RULE =
            "must be 1 to 64 letters, digits, underscores, dots or hyphens, " + "the first a letter or underscore";

    private final JsonFields model;

    ReadParameters(JsonFields model) {
        this.model = model;
    }

    /** By name, in the file's order. */
    Map<String, Parameter> read() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        JsonNode given = model.get(FIELD);
        if (given != null && given.isArray()) {
            given.forEach(name -> addUndeclared(name, parameters));
        } else if (given != null && given.isObject()) {
            JsonFields declarations = Objects.requireNonNull(model.fields(FIELD));
            given.fieldNames().forEachRemaining(name -> addDeclared(name, declarations, parameters));
        } else {
            model.wrong(FIELD, "is required: a list of names, or an object {name: {type, …}}");
        }
        return Collections.unmodifiableMap(parameters);
    }

    private void addUndeclared(JsonNode given, Map<String, Parameter> parameters) {
        if (!given.isTextual() || !NAME.matcher(given.textValue()).matches()) {
            model.wrong(FIELD, "has a name that isn't one: each " + NAME_RULE);
            return;
        }
        String name = given.textValue();
        if (parameters.put(name, Parameter.undeclared(name)) != null) {
            model.wrong(FIELD, "has %s more than once".formatted(name));
        }
    }

    private void addDeclared(String name, JsonFields declarations, Map<String, Parameter> parameters) {
        if (!NAME.matcher(name).matches()) {
            declarations.wrong(name, "has a name that " + NAME_RULE);
        }
        JsonFields declaration = declarations.fields(name);
        if (declaration == null) {
            if (declarations.get(name) == null) {
                declarations.wrong(name, "must be an object {type, …}");
            }
            return;
        }
        declared(name, declaration).ifPresent(parameter -> parameters.put(name, parameter));
    }

    private static Optional<Parameter> declared(String name, JsonFields given) {
        given.allowOnly(
                "type",
                "description",
                "required",
                "minimum",
                "maximum",
                "multipleOf",
                "maxLength",
                "enum",
                "accept",
                "maxSize",
                "items",
                "minItems",
                "maxItems",
                "as",
                "values");
        boolean required = given.flag("required");
        Rule rule = ReadRule.read(given, required);
        if (rule == null) {
            return Optional.empty();
        }
        String input = given.filledText("as");
        if (input != null && !NAME.matcher(input).matches()) {
            given.wrong("as", NAME_RULE);
        }
        ValueMapping mapping = mapping(rule, given);
        if (mapping instanceof Words words && rule instanceof One one) {
            if (given.get("enum") != null) {
                given.wrong("enum", "must not be given together with values, whose names it is");
            }
            rule = one.allowing(words.values().keySet().stream()
                    .<JsonNode>map(given.object()::textNode)
                    .toList());
        }
        return Optional.of(new Parameter(
                name, rule, required, input == null ? name : input, mapping, given.filledText("description")));
    }

    private static @Nullable ValueMapping mapping(Rule rule, JsonFields given) {
        JsonNode values = given.get("values");
        if (values == null) {
            return null;
        }
        if (values.isObject() && rule.type() == ParameterType.STRING && !values.isEmpty()) {
            return words(values, given);
        }
        if (values.isArray() && rule instanceof One one && one.type().isNumeric() && !values.isEmpty()) {
            return steps(values, one.maximum(), given);
        }
        given.wrong(
                "values",
                "must be an object {ours: theirs} for a string, "
                        + "or a list of {upTo, value} for an integer or a number");
        return null;
    }

    private static Words words(JsonNode values, JsonFields given) {
        Map<String, JsonNode> words = new LinkedHashMap<>();
        values.properties().forEach(word -> {
            if (isScalar(word.getValue())) {
                words.put(word.getKey(), word.getValue());
            } else {
                given.wrong("values." + word.getKey(), "must be a string, a number, true or false");
            }
        });
        return new Words(Collections.unmodifiableMap(words));
    }

    private static @Nullable Steps steps(JsonNode values, @Nullable BigDecimal maximum, JsonFields given) {
        List<Steps.Step> steps = new ArrayList<>();
        BigDecimal last = null;
        for (JsonNode value : values) {
            JsonNode upTo = value.path("upTo");
            if (value.size() != 2
                    || !upTo.isNumber()
                    || !Storable.isNumber(upTo.decimalValue())
                    || !isScalar(value.path("value"))
                    || last != null && upTo.decimalValue().compareTo(last) <= 0) {
                given.wrong("values", "must be a list of {upTo: number, value: theirs}, upTo ascending");
                return null;
            }
            last = upTo.decimalValue();
            steps.add(new Steps.Step(last, value.path("value")));
        }
        if (last == null || maximum == null || maximum.compareTo(last) > 0) {
            given.wrong("maximum", "must be given, and at most the last upTo of values");
            return null;
        }
        return new Steps(List.copyOf(steps));
    }

    private static boolean isScalar(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }
}
