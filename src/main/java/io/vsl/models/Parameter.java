package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that a model takes, as models.json declares it.
 *
 * @param name        ours
 * @param type        what its value may be
 * @param required    whether a caller must give it; it has no default then
 * @param minimum     smallest number allowed, or null
 * @param maximum     largest number allowed, or null
 * @param multipleOf  what numbers must be a multiple of, or null
 * @param maxLength   most characters (Unicode code points) that a text may have
 * @param allowed     the only values allowed; empty when there is no such list
 * @param input       the model's own name for it
 * @param mapping     how its value becomes the model's own, or null when it is passed on as it is
 * @param description for people, or null
 */
record Parameter(
        String name,
        ParameterType type,
        boolean required,
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum,
        @Nullable BigDecimal multipleOf,
        int maxLength,
        List<JsonNode> allowed,
        String input,
        @Nullable ValueMapping mapping,
        @Nullable String description) {

    static final int MAX_TEXT = 10_000;
    static final int MAX_URI = 2_048;

    /** A parameter of which only the name is declared. */
    static Parameter undeclared(String name) {
        return new Parameter(
                name, ParameterType.ANY, false, null, null, null, MAX_TEXT, List.of(), name, null, null);
    }

    Parameter allowing(List<JsonNode> values) {
        return new Parameter(name, type, required, minimum, maximum, multipleOf, maxLength, values, input, mapping,
                description);
    }

    /** What a value must be, e.g. {@code must be an integer from 64 to 4096}. */
    String rule() {
        if (!allowed.isEmpty()) {
            return "must be one of " + allowed.stream().map(JsonNode::toString).collect(Collectors.joining(", "));
        }
        return "must be " + type.phrase() + range() + (multipleOf == null
                ? ""
                : " and a multiple of " + multipleOf.toPlainString());
    }

    private String range() {
        if (minimum != null && maximum != null) {
            return " from %s to %s".formatted(minimum.toPlainString(), maximum.toPlainString());
        }
        if (minimum != null) {
            return " of at least " + minimum.toPlainString();
        }
        return maximum == null ? "" : " of at most " + maximum.toPlainString();
    }
}
