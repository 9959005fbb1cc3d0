package io.vsl.platform.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Storable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, each asked for by its name. A field that isn't as it must be is added to the {@link Faults}
 * and then counts as absent, so that reading goes on to the next fault. JSON null is absent too.
 */
public class JsonFields {

    /** Kafka counts milliseconds from 1970 on. */
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    /** What an instant must be, going on from the field. */
    public static final String INSTANT = "must be an instant such as 2026-01-01T00:00:00Z, of the years 1970 to 9999";

    /** A body full of unknown names must not make a far larger answer, or a record that no topic takes. */
    private static final int MOST_UNKNOWN = 20;

    private static final int LONGEST_NAME = 64;

    private final ObjectNode object;
    private final String path;
    private final Faults faults;
    private final Set<String> asked = new TreeSet<>();
    private final List<JsonFields> inner = new ArrayList<>();

    /** Of an object that stands alone: its path is empty. */
    public JsonFields(ObjectNode object, Faults faults) {
        this(object, "", faults);
    }

    private JsonFields(ObjectNode object, String path, Faults faults) {
        this.object = object;
        this.path = path;
        this.faults = faults;
    }

    /** As it was given. */
    public final ObjectNode object() {
        return object;
    }

    /** Whether there is such a field, right or wrong. */
    public final boolean has(String name) {
        return get(name) != null;
    }

    /** Whatever it is; null when it is absent. */
    public final @Nullable JsonNode get(String name) {
        asked.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** False when it is absent or wrong. */
    public final boolean flag(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isBoolean()) {
            wrong(name, "WRONG_TYPE", "must be true or false");
        }
        return value != null && value.isBoolean() && value.booleanValue();
    }

    /** Null when it is absent or wrong. */
    public final @Nullable String text(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isTextual()) {
            wrong(name, "WRONG_TYPE", "must be a string");
            return null;
        }
        return value == null ? null : value.textValue();
    }

    /** A text with something in it; null when it is absent or wrong. */
    public final @Nullable String filledText(String name) {
        String text = text(name);
        if (text != null && text.isBlank()) {
            wrong(name, "BLANK", "must not be blank");
            return null;
        }
        return text;
    }

    /** A text that every store takes; null when it is absent or wrong. */
    public final @Nullable String storableText(String name) {
        String text = text(name);
        if (text != null && !Storable.isText(text)) {
            wrong(name, "MALFORMED", "has a NUL or half a character, which can't be kept");
            return null;
        }
        return text;
    }

    /** The same, of at most so many characters. */
    public final @Nullable String storableText(String name, int most) {
        String text = storableText(name);
        if (text != null && text.length() > most) {
            wrong(name, "TOO_LONG", "must have at most %d characters".formatted(most));
            return null;
        }
        return text;
    }

    /** Null when it is absent or wrong. */
    public final @Nullable String oneOf(String name, Collection<String> allowed) {
        String text = text(name);
        if (text != null && !allowed.contains(text)) {
            wrong(name, "NOT_ALLOWED", "must be one of " + String.join(", ", allowed));
            return null;
        }
        return text;
    }

    /** Null when it is absent or wrong. */
    public final @Nullable Long number(String name, long min, long max) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            wrong(name, "WRONG_TYPE", "must be an integer from %d to %d".formatted(min, max));
            return null;
        }
        if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
            wrong(name, "OUT_OF_RANGE", "must be an integer from %d to %d".formatted(min, max));
            return null;
        }
        return value.longValue();
    }

    /** Null when it is absent or wrong. */
    public final @Nullable Integer integer(String name, int min, int max) {
        Long number = number(name, min, max);
        return number == null ? null : Math.toIntExact(number);
    }

    /** Null when it is absent or wrong. */
    public final @Nullable BigDecimal decimal(String name) {
        JsonNode value = get(name);
        if (value != null && (!value.isNumber() || !Storable.isNumber(value.decimalValue()))) {
            wrong(name, "WRONG_TYPE", "must be a number");
            return null;
        }
        return value == null ? null : value.decimalValue();
    }

    /** @throws IllegalArgumentException when it is not {@link #INSTANT} */
    public static Instant parseInstant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
        throw new IllegalArgumentException(text);
    }

    /** Null when it is absent or wrong. */
    public final @Nullable Instant instant(String name) {
        String text = text(name);
        try {
            return text == null ? null : parseInstant(text);
        } catch (IllegalArgumentException e) {
            wrong(name, "MALFORMED", INSTANT);
            return null;
        }
    }

    /** What {@code read} makes of each of a list's texts, of which null is wrong; empty when the list is absent. */
    public final <T> List<T> texts(
            String name, int max, Function<String, @Nullable T> read, String code, String message) {
        List<T> values = new ArrayList<>();
        int index = 0;
        for (JsonNode element : list(name, max)) {
            T value = element.isTextual() ? read.apply(element.textValue()) : null;
            if (value == null) {
                wrong(name + "[" + index + "]", element.isTextual() ? code : "WRONG_TYPE", message);
            } else {
                values.add(value);
            }
            index++;
        }
        return values;
    }

    /** The fields of an object; null when it is absent or wrong. */
    public final @Nullable JsonFields fields(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode fields) {
            return at(name, fields);
        }
        wrong(name, "WRONG_TYPE", "must be an object");
        return null;
    }

    /** The fields of each of a list's objects; empty when the list is absent. */
    public final List<JsonFields> objects(String name, int max) {
        List<JsonFields> objects = new ArrayList<>();
        int index = 0;
        for (JsonNode element : list(name, max)) {
            String place = name + "[" + index + "]";
            if (element instanceof ObjectNode fields) {
                objects.add(at(place, fields));
            } else {
                wrong(place, "WRONG_TYPE", "must be an object");
            }
            index++;
        }
        return objects;
    }

    /** The fields of an object that stands at that place in this one. */
    public final JsonFields at(String place, ObjectNode fields) {
        JsonFields found = new JsonFields(fields, path(place), faults);
        inner.add(found);
        return found;
    }

    /** Whatever a list has; empty when it is absent or wrong. */
    public final List<JsonNode> elements(String name, int max) {
        List<JsonNode> elements = new ArrayList<>();
        list(name, max).forEach(elements::add);
        return elements;
    }

    private Iterable<JsonNode> list(String name, int max) {
        JsonNode value = get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            wrong(name, "WRONG_TYPE", "must be a list");
            return List.of();
        }
        if (value.isEmpty() || value.size() > max) {
            wrong(name, "OUT_OF_RANGE", "must have 1 to %d entries".formatted(max));
            return List.of();
        }
        return value;
    }

    /** That it is absent is a fault. */
    public final void require(String name) {
        if (!has(name)) {
            wrong(name, "REQUIRED", "is required");
        }
    }

    /** Fields of other names than these, in their order. */
    public final List<String> others(Collection<String> names) {
        List<String> others = new ArrayList<>();
        object.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                others.add(name);
            }
        });
        return others;
    }

    /** Each field of another name is a fault. */
    public final void allowOnly(String... names) {
        List<String> allowed = List.of(names);
        for (String name : others(allowed)) {
            String meant = NearestName.of(name, allowed.stream())
                    .map("; did you mean %s?"::formatted)
                    .orElse("");
            wrong(name, "UNKNOWN_FIELD", "isn't known here: must be one of " + String.join(", ", allowed) + meant);
        }
    }

    /** Each field that nobody has asked for is a fault, here and in the objects within. */
    public final void allowOnlyAsked() {
        refuseOthers(asked, "is not a field here; the fields are ", path.isEmpty() ? "body" : "");
        inner.forEach(JsonFields::allowOnlyAsked);
    }

    /**
     * Each field of another name is a fault. Names are the caller's bytes: of many the first are told, shortened, and with
     * nothing but printable ASCII.
     *
     * @param message of each, before the known names
     * @param rest    the field under which it is told how many more there are
     */
    public final void refuseOthers(Collection<String> known, String message, String rest) {
        List<String> unknown = others(known);
        unknown.stream()
                .limit(MOST_UNKNOWN)
                .forEach(name -> wrong(printable(name), "UNKNOWN_FIELD", message + String.join(", ", known)));
        if (unknown.size() > MOST_UNKNOWN) {
            wrong(
                    rest,
                    "UNKNOWN_FIELD",
                    "has %d more names that are not its fields".formatted(unknown.size() - MOST_UNKNOWN));
        }
    }

    private static String printable(String name) {
        String safe = name.replaceAll("[^\\x20-\\x7e]", "?");
        return safe.length() > LONGEST_NAME ? safe.substring(0, LONGEST_NAME) : safe;
    }

    /** A fault whose kind nobody asks for. */
    public final void wrong(String name, String message) {
        wrong(name, "MALFORMED", message);
    }

    /** @param name of a field; empty: of the object itself */
    public final void wrong(String name, String code, String message) {
        faults.add(path(name), code, message);
    }

    private String path(String name) {
        return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
    }
}
