package io.vsl.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.FieldError;
import io.vsl.platform.http.Problem;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an operator's request. Each is asked for by name; what is wrong with any, or was never asked for, is
 * told at once by {@link #check}.
 */
final class Fields {

    /** Kafka counts milliseconds from 1970 on. */
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Pattern UNKEEPABLE = Pattern.compile("[\\x00\\p{Cs}]");

    private final ObjectNode object;
    private final String path;
    private final List<FieldError> errors;
    private final Set<String> known = new TreeSet<>();
    private final List<Fields> inner = new ArrayList<>();

    private Fields(ObjectNode object, String path, List<FieldError> errors) {
        this.object = object;
        this.path = path;
        this.errors = errors;
    }

    /** Of a body, which may be absent when no field is needed. */
    static Fields of(byte[] body, ObjectMapper json) {
        try {
            JsonNode tree = body.length == 0 ? json.createObjectNode() : json.readTree(body);
            if (tree instanceof ObjectNode object) {
                return new Fields(object, "", new ArrayList<>());
            }
            throw Problem.of(400, "MALFORMED_JSON", "The body must be a JSON object");
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "MALFORMED_JSON", "The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Problem.of(400, "MALFORMED_JSON", "The body is not JSON in UTF-8");
        }
    }

    /** As they were sent. */
    ObjectNode object() {
        return object;
    }

    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    boolean flag(String name) {
        JsonNode value = get(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            wrong(name, "WRONG_TYPE", "must be true or false");
        }
        return value.asBoolean();
    }

    /** Null when it is absent or wrong. */
    @Nullable String text(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            wrong(name, "WRONG_TYPE", "must be a text");
            return null;
        }
        if (!UNKEEPABLE.matcher(value.asText()).find()) {
            return value.asText();
        }
        wrong(name, "MALFORMED", "has a NUL or half a character, which can't be kept");
        return null;
    }

    /** Null when it is absent or wrong. */
    @Nullable String oneOf(String name, List<String> allowed) {
        String text = text(name);
        if (text != null && !allowed.contains(text)) {
            wrong(name, "NOT_ALLOWED", "must be one of " + String.join(", ", allowed));
            return null;
        }
        return text;
    }

    /** Null when it is absent or wrong. */
    @Nullable Long number(String name, long min, long max) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            wrong(name, "WRONG_TYPE", "must be an integer");
            return null;
        }
        if (!value.canConvertToLong() || value.asLong() < min || value.asLong() > max) {
            wrong(name, "OUT_OF_RANGE", "must be an integer from %d to %d".formatted(min, max));
            return null;
        }
        return value.asLong();
    }

    /** Null when it is absent or wrong. */
    @Nullable Instant instant(String name) {
        String text = text(name);
        try {
            Instant instant = text == null ? null : Instant.parse(text);
            if (instant == null || !instant.isBefore(Instant.EPOCH) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        wrong(name, "MALFORMED", "must be an instant such as 2026-01-01T00:00:00Z, of the years 1970 to 9999");
        return null;
    }

    /** What {@code read} makes of each of a list's texts, of which null is wrong; empty when the list is absent. */
    <T> List<T> texts(String name, int max, Function<String, @Nullable T> read, String code, String message) {
        List<T> values = new ArrayList<>();
        int index = 0;
        for (JsonNode element : list(name, max)) {
            T value = element.isTextual() ? read.apply(element.asText()) : null;
            if (value == null) {
                wrong(name + "[" + index + "]", element.isTextual() ? code : "WRONG_TYPE", message);
            } else {
                values.add(value);
            }
            index++;
        }
        return values;
    }

    /** The fields of each of a list's objects; empty when the list is absent. */
    List<Fields> objects(String name, int max) {
        List<Fields> objects = new ArrayList<>();
        int index = 0;
        for (JsonNode element : list(name, max)) {
            String place = name + "[" + index + "]";
            if (element instanceof ObjectNode fields) {
                objects.add(new Fields(fields, path + place + ".", errors));
            } else {
                wrong(place, "WRONG_TYPE", "must be an object");
            }
            index++;
        }
        inner.addAll(objects);
        return objects;
    }

    private Iterable<JsonNode> list(String name, int max) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
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

    void require(String name) {
        if (!has(name)) {
            wrong(name, "REQUIRED", "is needed");
        }
    }

    void wrong(String name, String code, String message) {
        errors.add(new FieldError(path + name, code, message));
    }

    /**
     * After all fields have been asked for.
     *
     * @throws Problem that names all that is wrong
     */
    void check() {
        unknown();
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private void unknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                wrong(name, "UNKNOWN_FIELD", "is not a field here; the fields are " + String.join(", ", known));
            }
        });
        inner.forEach(Fields::unknown);
    }

    private JsonNode get(String name) {
        known.add(name);
        JsonNode value = object.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }
}
