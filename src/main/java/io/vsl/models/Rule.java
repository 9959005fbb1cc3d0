package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the value of a parameter must be. */
sealed interface Rule {

    ParameterType type();

    /** What a value is by it, e.g. {@code an integer from 64 to 4096}. */
    String phrase();

    /** For whoever gave another, e.g. {@code must be an integer from 64 to 4096}. */
    default String message() {
        return "must be " + phrase();
    }

    /**
     * Of one value.
     *
     * @param type       any but {@link ParameterType#ARRAY}
     * @param minimum    smallest number allowed, or null
     * @param maximum    largest number allowed, or null
     * @param multipleOf what numbers must be a multiple of, or null
     * @param maxLength  most characters (Unicode code points) that a text may have
     * @param allowed    the only values allowed; empty when there is no such list
     * @param file       which files it may name
     */
    record One(
            ParameterType type,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            @Nullable BigDecimal multipleOf,
            int maxLength,
            List<JsonNode> allowed,
            FileRule file)
            implements Rule {

        static final int MAX_TEXT = 10_000;
        static final int MAX_URI = 2_048;

        /** Of a parameter of which only the name is declared. */
        static final One ANY = new One(ParameterType.ANY, null, null, null, MAX_TEXT, List.of(), FileRule.ANY);

        One allowing(List<JsonNode> values) {
            return new One(type, minimum, maximum, multipleOf, maxLength, values, file);
        }

        /** Whether it is a number whose bounds lie within these. */
        boolean isNumberWithin(BigDecimal least, BigDecimal most) {
            return type.isNumeric()
                    && minimum != null
                    && minimum.compareTo(least) >= 0
                    && maximum != null
                    && maximum.compareTo(most) <= 0;
        }

        @Override
        public String phrase() {
            if (!allowed.isEmpty()) {
                return "one of " + allowed.stream().map(JsonNode::toString).collect(Collectors.joining(", "));
            }
            String multiple = multipleOf == null ? "" : " and a multiple of " + multipleOf.toPlainString();
            return type.phrase() + range() + multiple;
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

    /**
     * Of a list.
     *
     * @param entry    what each entry must be
     * @param minItems fewest entries
     * @param maxItems most entries
     */
    record Many(One entry, int minItems, int maxItems) implements Rule {

        /** Unless it is declared otherwise. */
        static final int MAX_ITEMS = 100;

        @Override
        public ParameterType type() {
            return ParameterType.ARRAY;
        }

        @Override
        public String phrase() {
            return "%s of %s, each %s".formatted(type().phrase(), count(), entry.phrase());
        }

        private String count() {
            if (minItems == maxItems) {
                return entries(minItems);
            }
            return minItems == 0 ? "at most " + entries(maxItems) : "%d to %s".formatted(minItems, entries(maxItems));
        }

        /** A count for people. */
        static String entries(int count) {
            return count == 1 ? "1 entry" : count + " entries";
        }
    }
}
