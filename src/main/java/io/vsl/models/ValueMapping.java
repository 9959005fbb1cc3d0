package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a parameter's value becomes one that the model takes. Total over the values that the parameter allows. */
sealed interface ValueMapping {

    Mapped map(JsonNode value);

    /** Every value that the model may get by it. */
    List<JsonNode> results();

    /**
     * A value of the model's own.
     *
     * @param value  as the model takes it
     * @param chosen what it stands for, for people; null when that is exactly what was asked for
     */
    record Mapped(JsonNode value, @Nullable String chosen) {}

    /** Each of our words is one of the model's. */
    record Words(Map<String, JsonNode> values) implements ValueMapping {

        @Override
        public Mapped map(JsonNode value) {
            return new Mapped(Objects.requireNonNull(values.get(value.textValue())), null);
        }

        @Override
        public List<JsonNode> results() {
            return List.copyOf(values.values());
        }
    }

    /** A number is rounded up to the next step, and that step has a name. Steps ascend. */
    record Steps(List<Step> steps) implements ValueMapping {

        /** Numbers up to and including {@code upTo}. */
        record Step(BigDecimal upTo, JsonNode value) {}

        @Override
        public Mapped map(JsonNode value) {
            BigDecimal number = value.decimalValue();
            Step step = steps.stream()
                    .filter(candidate -> number.compareTo(candidate.upTo) <= 0)
                    .findFirst()
                    .orElseThrow();
            boolean exact = number.compareTo(step.upTo) == 0;
            String used = "%s (%s)".formatted(step.upTo.toPlainString(), step.value.asText());
            return new Mapped(step.value, exact ? null : used);
        }

        @Override
        public List<JsonNode> results() {
            return steps.stream().map(Step::value).toList();
        }
    }
}
