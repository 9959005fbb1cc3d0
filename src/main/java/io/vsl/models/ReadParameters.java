package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.Storable;
import io.vsl.models.CheckValue.Checked;
import io.vsl.models.ValueMapping.Steps;
import io.vsl.models.ValueMapping.Words;
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
    private static final String NAME_RULE = "must be 1 to 64 letters, digits, underscores, dots or hyphens, "
            + "the first a letter or underscore";
    private static final int MAX_MAX_LENGTH = 1_000_000;

    private final Section model;

    ReadParameters(Section model) {
        this.model = model;
    }

    /** By name, in the file's order. */
    Map<String, Parameter> read() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        JsonNode given = model.get(FIELD);
        if (given != null && given.isArray()) {
            given.forEach(name -> addUndeclared(name, parameters));
        } else if (given != null && given.isObject()) {
            Section declarations = Objects.requireNonNull(model.section(FIELD));
            given.fieldNames().forEachRemaining(name -> addDeclared(name, declarations, parameters));
        } else {
            model.fault(FIELD, "is required: a list of names, or an object {name: {type, …}}");
        }
        return Collections.unmodifiableMap(parameters);
    }

    private void addUndeclared(JsonNode given, Map<String, Parameter> parameters) {
        if (!given.isTextual() || !NAME.matcher(given.textValue()).matches()) {
            model.fault(FIELD, "has a name that isn't one: each " + NAME_RULE);
            return;
        }
        String name = given.textValue();
        if (parameters.put(name, Parameter.undeclared(name)) != null) {
            model.fault(FIELD, "has %s more than once".formatted(name));
        }
    }

    private void addDeclared(String name, Section declarations, Map<String, Parameter> parameters) {
        if (!NAME.matcher(name).matches()) {
            declarations.fault(name, "has a name that " + NAME_RULE);
        }
        Section declaration = declarations.section(name);
        if (declaration == null) {
            if (declarations.get(name) == null) {
                declarations.fault(name, "must be an object {type, …}");
            }
            return;
        }
        declared(name, declaration).ifPresent(parameter -> parameters.put(name, parameter));
    }

    private static Optional<Parameter> declared(String name, Section given) {
        given.allowOnly("type", "description", "required", "minimum", "maximum", "multipleOf", "maxLength", "enum",
                "as", "values");
        ParameterType type = ParameterType.declared(Objects.requireNonNullElse(given.text("type"), "")).orElse(null);
        if (type == null) {
            given.fault("type", "must be one of string, uri, integer, number, boolean");
            return Optional.empty();
        }
        allowFor(type.isNumeric(), given, "an integer or a number", "minimum", "maximum", "multipleOf");
        allowFor(type.isText(), given, "a string or a uri", "maxLength");
        BigDecimal minimum = given.number("minimum");
        BigDecimal maximum = given.number("maximum");
        if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            given.fault("minimum", "must not be more than maximum");
        }
        BigDecimal multipleOf = given.number("multipleOf");
        if (multipleOf != null && multipleOf.signum() <= 0) {
            given.fault("multipleOf", "must be more than 0");
            multipleOf = null;
        }
        Integer maxLength = given.integer("maxLength", 1, MAX_MAX_LENGTH);
        String input = given.text("as");
        if (input != null && !NAME.matcher(input).matches()) {
            given.fault("as", NAME_RULE);
        }
        ValueMapping mapping = mapping(type, maximum, given);
        Parameter parameter = new Parameter(
                name,
                type,
                given.flag("required"),
                minimum,
                maximum,
                multipleOf,
                maxLength != null ? maxLength : type == ParameterType.URI ? Parameter.MAX_URI : Parameter.MAX_TEXT,
                List.of(),
                input == null ? name : input,
                mapping,
                given.text("description"));
        return Optional.of(parameter.allowing(allowed(parameter, given)));
    }

    private static void allowFor(boolean fits, Section given, String types, String... fields) {
        for (String field : fields) {
            if (!fits && given.get(field) != null) {
                given.fault(field, "is only for " + types);
            }
        }
    }

    private static List<JsonNode> allowed(Parameter parameter, Section given) {
        List<JsonNode> allowed = new ArrayList<>();
        JsonNode list = given.get("enum");
        if (parameter.mapping() instanceof Words words) {
            if (list != null) {
                given.fault("enum", "must not be given together with values, whose names it is");
            }
            words.values().keySet().forEach(word -> allowed.add(given.node().textNode(word)));
        } else if (list != null && (!list.isArray() || list.isEmpty() || parameter.type() == ParameterType.BOOLEAN)) {
            given.fault("enum", "must be a list of at least one value, for a string, uri, integer or number");
        } else if (list != null) {
            list.forEach(value -> {
                Checked checked = CheckValue.check(parameter, value);
                if (checked instanceof Checked.Good good) {
                    allowed.add(good.value());
                } else if (checked instanceof Checked.Bad bad) {
                    given.fault("enum", "has a value that " + bad.message());
                }
            });
        }
        return List.copyOf(allowed);
    }

    private static @Nullable ValueMapping mapping(
            ParameterType type, @Nullable BigDecimal maximum, Section given) {
        JsonNode values = given.get("values");
        if (values == null) {
            return null;
        }
        if (values.isObject() && type == ParameterType.STRING && !values.isEmpty()) {
            return words(values, given);
        }
        if (values.isArray() && type.isNumeric() && !values.isEmpty()) {
            return steps(values, maximum, given);
        }
        given.fault("values", "must be an object {ours: theirs} for a string, "
                + "or a list of {upTo, value} for an integer or a number");
        return null;
    }

    private static Words words(JsonNode values, Section given) {
        Map<String, JsonNode> words = new LinkedHashMap<>();
        values.properties().forEach(word -> {
            if (isScalar(word.getValue())) {
                words.put(word.getKey(), word.getValue());
            } else {
                given.fault("values." + word.getKey(), "must be a string, a number, true or false");
            }
        });
        return new Words(Collections.unmodifiableMap(words));
    }

    private static @Nullable Steps steps(JsonNode values, @Nullable BigDecimal maximum, Section given) {
        List<Steps.Step> steps = new ArrayList<>();
        BigDecimal last = null;
        for (JsonNode value : values) {
            JsonNode upTo = value.path("upTo");
            if (value.size() != 2 || !upTo.isNumber() || !Storable.isNumber(upTo.decimalValue())
                    || !isScalar(value.path("value"))
                    || last != null && upTo.decimalValue().compareTo(last) <= 0) {
                given.fault("values", "must be a list of {upTo: number, value: theirs}, upTo ascending");
                return null;
            }
            last = upTo.decimalValue();
            steps.add(new Steps.Step(last, value.path("value")));
        }
        if (last == null || maximum == null || maximum.compareTo(last) > 0) {
            given.fault("maximum", "must be given, and at most the last upTo of values");
            return null;
        }
        return new Steps(List.copyOf(steps));
    }

    private static boolean isScalar(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }
}
