package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Storable;
import io.vsl.job.Storable;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An object in models.json. Whatever in it isn't as it must be is reported, by its path and a message, and then counts
 * as absent, so that reading goes on to the next fault. JSON null is absent too.
 */
record Section(ObjectNode node, String path, BiConsumer<String, String> report) {

    void fault(String name, String message) {
        report.accept(path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name, message);
    }

    /** Reports every field of another name. */
    void allowOnly(String... names) {
        List<String> allowed = List.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                String meant = NearestName.of(name, allowed.stream()).map("; did you mean %s?"::formatted).orElse("");
                fault(name, "isn't known here: must be one of " + String.join(", ", allowed) + meant);
            }
        });
    }

    @Nullable JsonNode get(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable String text(String name) {
        JsonNode value = get(name);
        if (value != null && (!value.isTextual() || value.textValue().isBlank())) {
            fault(name, "must be a string that isn't blank");
            return null;
        }
        return value == null ? null : value.textValue();
    }

    boolean flag(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isBoolean()) {
            fault(name, "must be true or false");
        }
        return value != null && value.asBoolean(false);
    }

    @Nullable BigDecimal number(String name) {
        JsonNode value = get(name);
        if (value != null && (!value.isNumber() || !Storable.isNumber(value.decimalValue()))) {
            fault(name, "must be a number");
            return null;
        }
        return value == null ? null : value.decimalValue();
    }

    @Nullable Integer integer(String name, int minimum, int maximum) {
        JsonNode value = get(name);
        if (value != null && !(value.isInt() && value.intValue() >= minimum && value.intValue() <= maximum)) {
            fault(name, "must be an integer from %d to %d".formatted(minimum, maximum));
            return null;
        }
        return value == null ? null : value.intValue();
    }

    @Nullable Section section(String name) {
        JsonNode value = get(name);
        if (value instanceof ObjectNode object) {
            return new Section(object, path.isEmpty() ? name : path + "." + name, report);
        }
        if (value != null) {
            fault(name, "must be an object");
        }
        return null;
    }
}
