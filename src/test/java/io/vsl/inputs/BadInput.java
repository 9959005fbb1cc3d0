package io.vsl.inputs;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * An entry of a table: what is sent, and what comes of it. The tables are groups of entries; what a group says holds for
 * each of its entries that says nothing else.
 *
 * @param name of one table never twice
 */
public record BadInput(String name, ObjectNode fields) {

    /** What entries of each table may say; what these mean stands in the tables. */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "api",
            Set.of(
                    "call", "query", "as", "headers", "body", "charset", "hex", "fill", "chunked", "plus", "param",
                    "without", "model", "url", "line", "id", "file", "stage", "place", "status", "code", "fields",
                    "most"),
            "webhook",
            Set.of(
                    "query", "body", "hex", "fill", "signs", "secret", "without", "headers", "seconds", "status",
                    "code", "letter", "reason"),
            "topics",
            Set.of(
                    "topic",
                    "key",
                    "keyHex",
                    "body",
                    "charset",
                    "hex",
                    "fill",
                    "tombstone",
                    "good",
                    "set",
                    "without",
                    "plus",
                    "headers",
                    "time",
                    "letters",
                    "reason",
                    "failed",
                    "accepted"),
            "registry",
            Set.of("text", "model", "bare", "says"),
            "settings",
            Set.of("set", "says"));

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A character so many times, or something that the test has made. */
    private static final Pattern PLACE = Pattern.compile("<(?:(.)\\*([0-9]+)|([a-zA-Z]+))>");

    /** The names of all tables. */
    static Set<String> tables() {
        return FIELDS.keySet();
    }

    /** All entries of a table. */
    public static List<BadInput> table(String table) {
        Set<String> allowed = Objects.requireNonNull(FIELDS.get(table), table);
        List<BadInput> entries = new ArrayList<>();
        for (JsonNode group : read("/bad-inputs/" + table + ".yaml")) {
            for (JsonNode call : group.has("calls")
                    ? group.path("calls")
                    : JSON.createArrayNode().add("")) {
                group.path("entries").forEach(entry -> entries.add(entry(group, call.asText(), entry)));
            }
        }
        for (BadInput entry : entries) {
            entry.fields().fieldNames().forEachRemaining(field -> {
                if (!allowed.contains(field)) {
                    throw new IllegalArgumentException("%s: %s is not known here".formatted(entry.name(), field));
                }
            });
        }
        return List.copyOf(entries);
    }

    private static BadInput entry(JsonNode group, String call, JsonNode entry) {
        ObjectNode fields = ((ObjectNode) group).deepCopy();
        fields.remove(List.of("calls", "entries"));
        if (!call.isEmpty()) {
            fields.put("call", call);
        }
        fields.setAll((ObjectNode) entry);
        String name = Objects.requireNonNull(fields.remove("name"), "name").asText();
        String about = fields.path("call").asText(fields.path("topic").asText());
        return new BadInput(about.isEmpty() ? name : about + ": " + name, fields);
    }

    private static JsonNode read(String resource) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(Integer.MAX_VALUE);
        try (InputStream table = Objects.requireNonNull(BadInput.class.getResourceAsStream(resource), resource)) {
            Object groups = new Yaml(new SafeConstructor(options)).load(table);
            return JSON.valueToTree(groups);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String field) {
        return fields.has(field);
    }

    public String text(String field) {
        return Objects.requireNonNull(fields.get(field), name + " has no " + field)
                .asText();
    }

    public Optional<String> find(String field) {
        return Optional.ofNullable(fields.get(field)).map(JsonNode::asText);
    }

    public int number(String field) {
        return Integer.parseInt(text(field));
    }

    /** Texts by their names, in order; a list is a text for each of its entries. */
    public Map<String, List<String>> texts(String field) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        fields.path(field)
                .properties()
                .forEach(each -> texts.put(
                        each.getKey(),
                        each.getValue().isArray()
                                ? JSON.convertValue(each.getValue(), new TypeReference<List<String>>() {})
                                : List.of(each.getValue().asText())));
        return texts;
    }

    /** {@code body} in its {@code charset}, {@code hex}, or {@code fill}; null where none of them is said. */
    public byte @Nullable [] bytes(Map<String, String> made) {
        if (has("hex")) {
            return HexFormat.of().parseHex(text("hex"));
        }
        if (has("fill")) {
            return filledUp(fields.path("fill")).getBytes(StandardCharsets.UTF_8);
        }
        return find("body")
                .map(body -> filled(body, made)
                        .getBytes(find("charset").map(Charset::forName).orElse(StandardCharsets.UTF_8)))
                .orElse(null);
    }

    private static String filledUp(JsonNode fill) {
        StringBuilder filled = new StringBuilder(fill.path(0).asText());
        for (int i = 0; i < fill.path(2).asInt(); i++) {
            filled.append(fill.path(1).asText().replace("#", Integer.toString(i)));
        }
        return filled.append(fill.path(3).asText()).toString();
    }

    /** With what the test has made in its places. */
    public static String filled(String text, Map<String, String> made) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place, made)));
    }

    private static String value(MatchResult place, Map<String, String> made) {
        if (place.group(1) != null) {
            return place.group(1).repeat(Integer.parseInt(place.group(2)));
        }
        return made.getOrDefault(place.group(3), place.group());
    }

    @Override
    public String toString() {
        return name;
    }
}
