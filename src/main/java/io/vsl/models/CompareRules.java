package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.models.Rule.Many;
import io.vsl.models.Rule.One;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what values an entry allows with those that the model takes. */
final class CompareRules {

    private final BiConsumer<String, String> difference;

    /** @param difference is told of each: the part of the declaration, e.g. {@code .minimum}, and the message */
    CompareRules(BiConsumer<String, String> difference) {
        this.difference = difference;
    }

    void compare(Rule ours, Rule theirs) {
        if (ours.type() == ParameterType.ANY) {
            return;
        }
        if (ours instanceof Many here && theirs instanceof Many there) {
            atLeast(".minItems", here.minItems(), there.minItems());
            atMost(".maxItems", here.maxItems(), there.maxItems());
            one(".items", here.entry(), there.entry());
        } else if (ours instanceof One here && theirs instanceof One there) {
            one("", here, there);
        } else {
            type("", ours, theirs);
        }
    }

    private void one(String place, One ours, One theirs) {
        if (!fits(ours.type(), theirs.type())) {
            type(place, ours, theirs);
            return;
        }
        bound(place + ".minimum", ours.minimum(), theirs.minimum());
        bound(place + ".maximum", ours.maximum(), theirs.maximum());
        bound(place + ".multipleOf", ours.multipleOf(), theirs.multipleOf());
        if (ours.allowed().isEmpty()) {
            atMost(place + ".maxLength", ours.maxLength(), theirs.maxLength());
        }
        values(place + ".enum", ours.allowed(), theirs.allowed());
    }

    /** What is more exact here than there is taken there. */
    private static boolean fits(ParameterType ours, ParameterType theirs) {
        return ours == theirs
                || ours == ParameterType.INTEGER && theirs == ParameterType.NUMBER
                || ours == ParameterType.URI && theirs == ParameterType.STRING;
    }

    private void type(String place, Rule ours, Rule theirs) {
        difference.accept(
                place + ".type",
                "%s here, and the model takes %s"
                        .formatted(ours.type().value(), theirs.type().value()));
    }

    private void bound(String part, @Nullable BigDecimal ours, @Nullable BigDecimal theirs) {
        if (theirs != null && (ours == null || ours.compareTo(theirs) != 0)) {
            difference.accept(
                    part,
                    "%s here, and the model's is %s"
                            .formatted(ours == null ? "none" : ours.toPlainString(), theirs.toPlainString()));
        }
    }

    private void atLeast(String part, int ours, int theirs) {
        if (ours < theirs) {
            difference.accept(part, "%d here, and the model's is %d".formatted(ours, theirs));
        }
    }

    private void atMost(String part, int ours, int theirs) {
        if (ours > theirs) {
            difference.accept(part, "%d here, and the model's is %d".formatted(ours, theirs));
        }
    }

    private void values(String part, List<JsonNode> ours, List<JsonNode> theirs) {
        if (theirs.isEmpty()) {
            return;
        }
        if (ours.isEmpty()) {
            difference.accept(part, "none here, and the model takes only " + joined(theirs));
            return;
        }
        List<JsonNode> refused = without(ours, theirs);
        List<JsonNode> missing = without(theirs, ours);
        if (!refused.isEmpty()) {
            difference.accept(part, "has %s, which the model refuses".formatted(joined(refused)));
        }
        if (!missing.isEmpty()) {
            difference.accept(part, "hasn't %s, which the model takes".formatted(joined(missing)));
        }
    }

    private static List<JsonNode> without(List<JsonNode> values, List<JsonNode> others) {
        return values.stream()
                .filter(value -> others.stream().noneMatch(other -> CheckValue.same(value, other)))
                .toList();
    }

    private static String joined(List<JsonNode> values) {
        return values.stream().map(JsonNode::toString).collect(Collectors.joining(", "));
    }
}
