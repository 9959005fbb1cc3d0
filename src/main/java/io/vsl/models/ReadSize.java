package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.platform.json.JsonFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code size} of one model. */
final class ReadSize {

    private static final int MAX_PIXELS = 100_000;

    private final JsonFields model;
    private final Map<String, Parameter> parameters;

    ReadSize(JsonFields model, Map<String, Parameter> parameters) {
        this.model = model;
        this.parameters = parameters;
    }

    /** The sizes, or null when there are none or they are faulty. */
    @Nullable
    SizeMapping read() {
        JsonFields given = model.fields("size");
        if (given == null) {
            return null;
        }
        given.allowOnly("from", "choices");
        List<String> from = from(given);
        List<SizeMapping.Choice> choices = choices(given, from);
        return from.isEmpty() || choices.isEmpty() ? null : new SizeMapping(from.get(0), from.get(1), choices);
    }

    private List<String> from(JsonFields size) {
        JsonNode names = size.get("from");
        if (names == null
                || !names.isArray()
                || names.size() != 2
                || names.get(0).equals(names.get(1))) {
            size.wrong("from", "must be the names of two parameters: [width, height]");
            return List.of();
        }
        List<String> from = List.of(names.get(0).asText(), names.get(1).asText());
        for (String name : from) {
            Parameter parameter = parameters.get(name);
            if (parameter == null
                    || !(parameter.rule() instanceof Rule.One one)
                    || one.type() != ParameterType.INTEGER
                    || !one.isNumberWithin(BigDecimal.ONE, BigDecimal.valueOf(MAX_PIXELS))) {
                size.wrong(
                        "from",
                        "must name integers of supportedParams with a minimum of at least 1 and a maximum "
                                + "of at most %d; %s isn't one".formatted(MAX_PIXELS, name));
            } else if (parameter.mapping() != null || !parameter.input().equals(name)) {
                size.wrong("from", name + " isn't sent to the model, so it can't have as or values");
            }
        }
        return from;
    }

    private List<SizeMapping.Choice> choices(JsonFields size, List<String> from) {
        List<SizeMapping.Choice> choices = new ArrayList<>();
        JsonNode entries = size.get("choices");
        if (entries == null || !entries.isArray() || entries.isEmpty()) {
            size.wrong("choices", "must be a list of {width, height, set}");
            return choices;
        }
        for (int i = 0; i < entries.size(); i++) {
            String name = "choices[%d]".formatted(i);
            if (!(entries.get(i) instanceof ObjectNode entry)) {
                size.wrong(name, "must be an object {width, height, set}");
                continue;
            }
            choice(size.at(name, entry), from).ifPresent(choices::add);
        }
        if (choices.stream().map(choice -> choice.set().keySet()).distinct().count() > 1) {
            size.wrong("choices", "must all set the same parameters");
        }
        return choices;
    }

    private Optional<SizeMapping.Choice> choice(JsonFields entry, List<String> from) {
        entry.allowOnly("width", "height", "set");
        Integer width = entry.integer("width", 1, MAX_PIXELS);
        Integer height = entry.integer("height", 1, MAX_PIXELS);
        JsonFields set = entry.fields("set");
        if (entry.get("width") == null || entry.get("height") == null || entry.get("set") == null) {
            entry.wrong("", "must have width, height and set");
        }
        if (width == null || height == null || set == null) {
            return Optional.empty();
        }
        Map<String, JsonNode> values = ReadValues.read(set, parameters);
        if (set.object().isEmpty() || from.stream().anyMatch(values::containsKey)) {
            set.wrong("", "must set at least one parameter, and none of those in from");
            return Optional.empty();
        }
        values.forEach((name, value) -> {
            if (value.isContainerNode()) {
                set.wrong(name, "must be one value, not a list");
            }
        });
        return values.isEmpty() ? Optional.empty() : Optional.of(new SizeMapping.Choice(width, height, values));
    }
}
