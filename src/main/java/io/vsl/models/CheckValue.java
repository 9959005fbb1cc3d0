package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vsl.job.Storable;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Checks one value against the declaration of its parameter. Never throws, whatever the value. */
final class CheckValue {

    private static final int MAX_LIST = 100;

    private static final Pattern DATA_URL_HEAD = Pattern.compile("data:[\\w.+-]+/[\\w.+-]+(;[\\w.=+-]+)?;base64");

    private CheckValue() {
    }

    /** The outcome of a check. */
    sealed interface Checked {

        /** The value as it is passed on. */
        record Good(JsonNode value) implements Checked {
        }

        /** What is wrong; the message says what is allowed. */
        record Bad(String code, String message) implements Checked {
        }
    }

    static Checked check(Parameter parameter, JsonNode value) {
        Checked checked = switch (parameter.type()) {
            case STRING -> text(parameter, value);
            case URI -> uri(parameter, value);
            case INTEGER, NUMBER -> number(parameter, value);
            case BOOLEAN -> value.isBoolean() ? new Checked.Good(value) : wrongType(parameter, value);
            case ANY -> any(parameter, value);
        };
        return checked instanceof Checked.Good good ? listed(parameter, good) : checked;
    }

    private static Checked listed(Parameter parameter, Checked.Good good) {
        return parameter.allowed().isEmpty() || parameter.allowed().stream().anyMatch(each -> same(each, good.value()))
                ? good
                : new Checked.Bad("NOT_ALLOWED", parameter.rule());
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    private static Checked any(Parameter parameter, JsonNode value) {
        if (value.isArray()) {
            if (value.size() > MAX_LIST) {
                return new Checked.Bad("TOO_LONG", "must have at most " + MAX_LIST + " entries");
            }
            for (JsonNode entry : value) {
                Checked checked = scalar(parameter, entry);
                if (checked instanceof Checked.Bad) {
                    return checked;
                }
            }
            return new Checked.Good(value);
        }
        return scalar(parameter, value);
    }

    private static Checked scalar(Parameter parameter, JsonNode value) {
        if (value.isTextual()) {
            return text(parameter, value);
        }
        if (value.isNumber()) {
            return number(parameter, value);
        }
        return value.isBoolean() ? new Checked.Good(value) : wrongType(parameter, value);
    }

    private static Checked text(Parameter parameter, JsonNode value) {
        if (!value.isTextual()) {
            return wrongType(parameter, value);
        }
        String text = value.textValue();
        if (text.codePointCount(0, text.length()) > parameter.maxLength()) {
            return new Checked.Bad("TOO_LONG", "must have at most " + parameter.maxLength() + " characters");
        }
        if (parameter.required() && text.isBlank()) {
            return new Checked.Bad("REQUIRED", "must not be blank");
        }
        if (text.codePoints().anyMatch(CheckValue::isUnprintable)) {
            return new Checked.Bad("MALFORMED", "must not have control characters other than tab and line break");
        }
        return new Checked.Good(value);
    }

    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint) && codePoint != '\n' && codePoint != '\r' && codePoint != '\t'
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static Checked uri(Parameter parameter, JsonNode value) {
        Checked checked = text(parameter, value);
        if (checked instanceof Checked.Good good) {
            String text = good.value().textValue();
            boolean sound = text.startsWith("data:") ? isDataUrl(text) : isWebUrl(text);
            return sound ? good : new Checked.Bad("MALFORMED", parameter.rule());
        }
        return checked;
    }

    private static boolean isWebUrl(String text) {
        try {
            URI uri = new URI(text);
            String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
            return (scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isDataUrl(String text) {
        int comma = text.indexOf(',');
        if (comma < 0 || comma > 200 || !DATA_URL_HEAD.matcher(text.substring(0, comma)).matches()) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(text.substring(comma + 1)).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Checked number(Parameter parameter, JsonNode value) {
        if (!value.isNumber()) {
            return wrongType(parameter, value);
        }
        if (value.isFloatingPointNumber() && !value.isBigDecimal() && !Double.isFinite(value.doubleValue())) {
            return outOfRange(parameter);
        }
        if (!Storable.isNumber(value.decimalValue())) {
            return outOfRange(parameter);
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        if (parameter.type() == ParameterType.INTEGER && number.scale() > 0) {
            return new Checked.Bad("WRONG_TYPE", parameter.rule());
        }
        if (parameter.minimum() != null && number.compareTo(parameter.minimum()) < 0
                || parameter.maximum() != null && number.compareTo(parameter.maximum()) > 0) {
            return outOfRange(parameter);
        }
        if (parameter.multipleOf() != null && number.remainder(parameter.multipleOf()).signum() != 0) {
            return new Checked.Bad("NOT_ALLOWED", parameter.rule());
        }
        return parameter.type() == ParameterType.INTEGER ? integer(parameter, number) : new Checked.Good(value);
    }

    /** So that 10.0 goes on as 10: a model's integer input refuses the former. */
    private static Checked integer(Parameter parameter, BigDecimal number) {
        if (number.toBigIntegerExact().bitLength() >= Long.SIZE) {
            return outOfRange(parameter);
        }
        long exact = number.longValueExact();
        return new Checked.Good(exact == (int) exact
                ? JsonNodeFactory.instance.numberNode((int) exact)
                : JsonNodeFactory.instance.numberNode(exact));
    }

    private static Checked outOfRange(Parameter parameter) {
        boolean bounded = parameter.minimum() != null && parameter.maximum() != null;
        String limit = parameter.type() == ParameterType.INTEGER ? ", of 64 bits" : ", that a double can hold";
        return new Checked.Bad("OUT_OF_RANGE", parameter.rule() + (bounded ? "" : limit));
    }

    private static Checked wrongType(Parameter parameter, JsonNode value) {
        String given = switch (value.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "that";
        };
        return new Checked.Bad("WRONG_TYPE", parameter.rule() + ", not " + given);
    }
}
