package io.vsl.platform.topology;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping of a topology file, or of another list of the project. Each field is asked for by name; what is wrong with any is noted. */
public final class Line {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([-.][a-z0-9]+)*");

    private final String where;
    private final Map<?, ?> fields;
    private final List<String> faults;
    private final Set<String> asked = new LinkedHashSet<>();

    /**
     * @param where  what messages begin with, such as the file
     * @param faults to which what is wrong is added
     */
    public Line(String where, @Nullable Object fields, List<String> faults) {
        this.faults = faults;
        if (fields instanceof Map<?, ?> mapping) {
            this.fields = mapping;
        } else {
            this.fields = Map.of();
            faults.add(where + ": must be a mapping of names to values");
        }
        this.where = mapping(fields).get("name") instanceof String name ? where + " " + name : where;
    }

    private static Map<?, ?> mapping(@Nullable Object fields) {
        return fields instanceof Map<?, ?> mapping ? mapping : Map.of();
    }

    /** One that must be there, in lower case, with dashes and dots between its words. */
    String name() {
        String name = text("name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            wrong("name", "must be in lower case, of letters and digits, with - or . between words");
        }
        return name;
    }

    /** A text that must be there. */
    public String text(String field) {
        Object value = value(field);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        wrong(field, "must be a text");
        return "";
    }

    /** One of these words, or the first. */
    public String word(String field, List<String> allowed) {
        Object value = value(field);
        if (value == null) {
            return allowed.get(0);
        }
        if (!allowed.contains(value.toString())) {
            wrong(
                    field,
                    "must be %s, not %s"
                            .formatted(
                                    allowed.stream()
                                            .filter(word -> !word.isEmpty())
                                            .collect(Collectors.joining(" or ")),
                                    value));
            return allowed.get(0);
        }
        return value.toString();
    }

    boolean flag(String field) {
        return Boolean.parseBoolean(word(field, List.of("false", "true")));
    }

    int count(String field) {
        Object value = value(field);
        if (value == null) {
            return 1;
        }
        if (value instanceof Integer count && count > 0) {
            return count;
        }
        wrong(field, "must be a number of 1 or more, not " + value);
        return 1;
    }

    /** A number that need not be there. */
    public Optional<Double> number(String field) {
        Object value = value(field);
        if (value instanceof Number number) {
            return Optional.of(number.doubleValue());
        }
        if (value != null) {
            wrong(field, "must be a number, not " + value);
        }
        return Optional.empty();
    }

    /** Texts in brackets; none when there is no such field. */
    public List<String> texts(String field) {
        return texts(field, value(field));
    }

    /** Texts in brackets, each one of these. */
    List<String> texts(String field, List<String> allowed) {
        List<String> texts = texts(field);
        texts.stream()
                .filter(text -> !allowed.contains(text))
                .forEach(text -> wrong(field, "must be of %s, not %s".formatted(String.join(", ", allowed), text)));
        return texts;
    }

    private List<String> texts(String field, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            wrong(field, "must be a list of texts in brackets");
            return List.of();
        }
        return list.stream().map(String.class::cast).toList();
    }

    /** Lists of texts by name. */
    public Map<String, List<String>> textsByName(String field) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        Object value = value(field);
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, texts) -> byName.put(name.toString(), texts(field, texts)));
        } else if (value != null) {
            wrong(field, "must be a mapping of names to lists of texts");
        }
        return byName;
    }

    /** Another mapping, which messages call by its field; empty when there is no such field. */
    public Optional<Line> line(String field) {
        return Optional.ofNullable(value(field)).map(value -> new Line(where + ": " + field, value, faults));
    }

    /** Further mappings, as messages call each. */
    public List<Line> lines(String field, String called) {
        Object value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            wrong(field, "must be a list");
            return List.of();
        }
        return list.stream().map(each -> new Line(called, each, faults)).toList();
    }

    private @Nullable Object value(String field) {
        asked.add(field);
        return fields.get(field);
    }

    /** Notes that the field is wrong. */
    public void wrong(String field, String message) {
        faults.add("%s: %s: %s".formatted(where, field, message));
    }

    /** After all fields have been asked for. */
    public void nothingElse() {
        fields.keySet().stream()
                .filter(field -> !asked.contains(field.toString()))
                .forEach(field -> wrong(field.toString(), "is no field; the fields are " + String.join(", ", asked)));
    }
}
