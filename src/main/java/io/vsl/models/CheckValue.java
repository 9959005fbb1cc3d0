package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vsl.job.Storable;
import io.vsl.job.UploadIds;
import io.vsl.models.Rule.Many;
import io.vsl.models.Rule.One;
import io.vsl.platform.url.DataUrl;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Checks one value against the rule of its parameter. Never throws, whatever the value. */
final class CheckValue {

    /** A list full of wrong entries must not make a far larger answer. */
    private static final int MAX_FAULTS = 20;

    private CheckValue() {}

    /** The outcome of a check. */
    sealed interface Checked {

        /** The value as it is passed on. */
        record Good(JsonNode value) implements Checked {}

        /** All that is wrong, never empty. */
        record Bad(List<Fault> faults) implements Checked {

            Bad(String code, String message) {
                this(List.of(new Fault("", code, message)));
            }
        }
    }

    /**
     * Something that is wrong.
     *
     * @param place   an entry of the list, e.g. {@code [2]}; empty for the whole value
     * @param message what is allowed instead
     */
    record Fault(String place, String code, String message) {}

    /** @param required whether a text must not be blank, that of an entry neither */
    static Checked check(Rule rule, boolean required, JsonNode value) {
        if (rule instanceof Many many) {
            return many(many, required, value);
        }
        return one((One) rule, required, value);
    }

    /** A list that is too long isn't looked into. */
    private static Checked many(Many rule, boolean required, JsonNode value) {
        if (!value.isArray()) {
            return wrongType(rule, value);
        }
        if (value.size() > rule.maxItems()) {
            return new Checked.Bad("TOO_LONG", "must have at most " + Many.entries(rule.maxItems()));
        }
        List<Fault> faults = new ArrayList<>();
        if (value.size() < rule.minItems()) {
            faults.add(new Fault("", "TOO_SHORT", "must have at least " + Many.entries(rule.minItems())));
        }
        ArrayNode entries = JsonNodeFactory.instance.arrayNode(value.size());
        for (int i = 0; i < value.size(); i++) {
            Checked checked = one(rule.entry(), required, value.get(i));
            if (checked instanceof Checked.Good good) {
                entries.add(good.value());
            } else if (checked instanceof Checked.Bad bad) {
                for (Fault fault : bad.faults()) {
                    faults.add(new Fault("[%d]".formatted(i), fault.code(), fault.message()));
                }
            }
        }
        return faults.isEmpty() ? new Checked.Good(entries) : new Checked.Bad(shortened(faults));
    }

    private static List<Fault> shortened(List<Fault> faults) {
        if (faults.size() <= MAX_FAULTS) {
            return faults;
        }
        List<Fault> first = new ArrayList<>(faults.subList(0, MAX_FAULTS));
        int rest = faults.size() - MAX_FAULTS;
        first.add(new Fault("", faults.get(MAX_FAULTS).code(), "has %d more faults like these".formatted(rest)));
        return first;
    }

    private static Checked one(One rule, boolean required, JsonNode value) {
        Checked checked =
                switch (rule.type()) {
                    case STRING -> text(rule, required, value);
                    case URI -> uri(rule, required, value);
                    case INTEGER, NUMBER -> number(rule, value);
                    case BOOLEAN -> value.isBoolean() ? new Checked.Good(value) : wrongType(rule, value);
                    case OBJECT -> object(rule, value);
                    case ANY -> any(rule, required, value);
                    case ARRAY -> throw new IllegalStateException("the rule of a list is Many");
                };
        return checked instanceof Checked.Good good ? listed(rule, good) : checked;
    }

    private static Checked listed(One rule, Checked.Good good) {
        return rule.allowed().isEmpty() || rule.allowed().stream().anyMatch(each -> same(each, good.value()))
                ? good
                : new Checked.Bad("NOT_ALLOWED", rule.message());
    }

    /** Whether both are the same value: 1 and 1.0 are. */
    static boolean same(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    private static Checked any(One rule, boolean required, JsonNode value) {
        if (value.isArray()) {
            if (value.size() > Many.MAX_ITEMS) {
                return new Checked.Bad("TOO_LONG", "must have at most " + Many.entries(Many.MAX_ITEMS));
            }
            for (JsonNode entry : value) {
                Checked checked = scalar(rule, required, entry);
                if (checked instanceof Checked.Bad) {
                    return checked;
                }
            }
            return new Checked.Good(value);
        }
        return scalar(rule, required, value);
    }

    private static Checked scalar(One rule, boolean required, JsonNode value) {
        if (value.isTextual()) {
            return text(rule, required, value);
        }
        if (value.isNumber()) {
            return number(rule, value);
        }
        return value.isBoolean() ? new Checked.Good(value) : wrongType(rule, value);
    }

    private static Checked object(One rule, JsonNode value) {
        if (!value.isObject()) {
            return wrongType(rule, value);
        }
        return Storable.isJson(value, Metadata.MAX_DEPTH)
                ? new Checked.Good(value)
                : new Checked.Bad("MALFORMED", Metadata.STORABLE);
    }

    private static Checked text(One rule, boolean required, JsonNode value) {
        if (!value.isTextual()) {
            return wrongType(rule, value);
        }
        String text = value.textValue();
        if (text.codePointCount(0, text.length()) > rule.maxLength()) {
            return new Checked.Bad("TOO_LONG", "must have at most " + rule.maxLength() + " characters");
        }
        if (required && text.isBlank()) {
            return new Checked.Bad("REQUIRED", "must not be blank");
        }
        if (!Storable.isText(text) || hasControls(text)) {
            return new Checked.Bad("MALFORMED", "must not have control characters other than tab and line break");
        }
        return new Checked.Good(value);
    }

    private static boolean hasControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
                return true;
            }
        }
        return false;
    }

    private static Checked uri(One rule, boolean required, JsonNode value) {
        Checked checked = text(rule, required, value);
        if (!(checked instanceof Checked.Good good)) {
            return checked;
        }
        try {
            return new Checked.Good(
                    JsonNodeFactory.instance.textNode(inOneForm(good.value().textValue())));
        } catch (InvalidUrl e) {
            return new Checked.Bad("MALFORMED", rule.message() + ": it " + e.getMessage());
        }
    }

    /** The same file as everybody reads it. */
    private static String inOneForm(String text) throws InvalidUrl {
        if (UploadIds.isMeant(text)) {
            return UploadIds.text(UploadIds.parse(text)
                    .orElseThrow(() -> new InvalidUrl("has no UUID behind upload:, as POST /uploads gives it")));
        }
        return DataUrl.isMeant(text)
                ? DataUrl.parse(text).toString()
                : WebUrl.parseWithoutUser(text).toString();
    }

    private static Checked number(One rule, JsonNode value) {
        if (!value.isNumber()) {
            return wrongType(rule, value);
        }
        if (value.isFloatingPointNumber() && !value.isBigDecimal() && !Double.isFinite(value.doubleValue())) {
            return outOfRange(rule);
        }
        if (!Storable.isNumber(value.decimalValue())) {
            return outOfRange(rule);
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        if (rule.type() == ParameterType.INTEGER && number.scale() > 0) {
            return new Checked.Bad("WRONG_TYPE", rule.message());
        }
        if (rule.minimum() != null && number.compareTo(rule.minimum()) < 0
                || rule.maximum() != null && number.compareTo(rule.maximum()) > 0) {
            return outOfRange(rule);
        }
        if (rule.multipleOf() != null && number.remainder(rule.multipleOf()).signum() != 0) {
            return new Checked.Bad("NOT_ALLOWED", rule.message());
        }
        return rule.type() == ParameterType.INTEGER ? integer(rule, number) : new Checked.Good(value);
    }

    /** So that 10.0 goes on as 10: a model's integer input refuses the former. */
    private static Checked integer(One rule, BigDecimal number) {
        if (number.toBigIntegerExact().bitLength() >= Long.SIZE) {
            return outOfRange(rule);
        }
        long exact = number.longValueExact();
        return new Checked.Good(
                exact == (int) exact
                        ? JsonNodeFactory.instance.numberNode((int) exact)
                        : JsonNodeFactory.instance.numberNode(exact));
    }

    private static Checked outOfRange(One rule) {
        boolean bounded = rule.minimum() != null && rule.maximum() != null;
        String limit = rule.type() == ParameterType.INTEGER ? ", of 64 bits" : ", that a double can hold";
        return new Checked.Bad("OUT_OF_RANGE", rule.message() + (bounded ? "" : limit));
    }

    private static Checked wrongType(Rule rule, JsonNode value) {
        String given =
                switch (value.getNodeType()) {
                    case STRING -> "a string";
                    case NUMBER -> "a number";
                    case BOOLEAN -> "true or false";
                    case ARRAY -> "a list";
                    case OBJECT -> "an object";
                    case NULL, MISSING -> "null";
                    case BINARY, POJO -> "that";
                };
        return new Checked.Bad("WRONG_TYPE", rule.message() + ", not " + given);
    }
}
