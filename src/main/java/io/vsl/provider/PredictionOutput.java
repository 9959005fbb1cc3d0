package io.vsl.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vsl.job.Storable;
import io.vsl.platform.url.WebUrl;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What a model gave, which may be any JSON: files, wherever they stand, and what it said beside them. Places are JSON
 * pointers, {@code /images/0}; that of an output which is nothing but a URL is empty.
 *
 * @param files   http, https and data URLs in the model's order, each once, with the place where it stands first
 * @param values  what is no file, by place: the largest parts without a file in them. No nulls and no empty parts, and
 *                nothing that a store can't hold: a character that none can is U+FFFD
 * @param leftOut how many files and values there are beyond the first 5,000 of each
 */
public record PredictionOutput(Map<String, String> files, Map<String, JsonNode> values, int leftOut) {

    private static final int MOST = 5_000;

    /** Of a member's name that is part of a place, in characters: one may be as long as an output. */
    private static final int LONGEST_NAME = 200;

    /** With a type or base64 at least: {@code data: a sentence} is a sentence. */
    private static final Pattern DATA_URL = Pattern.compile("(?i)\\s*data:([\\w.+-]+/[\\w.+-]+|[^,]{0,100};base64)[^,]{0,300},");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Nothing of it is fetched or looked into. */
    public static PredictionOutput of(JsonNode output) {
        Walk walk = new Walk();
        walk.take(JsonPointer.empty(), output);
        return new PredictionOutput(Collections.unmodifiableMap(walk.files), Collections.unmodifiableMap(walk.values),
                walk.leftOut);
    }

    /** Whether there is something to keep: a file, or a text at least. */
    public boolean isWorthKeeping() {
        return !files.isEmpty() || values.values().stream().anyMatch(PredictionOutput::hasText);
    }

    private static boolean hasText(JsonNode node) {
        return node.isTextual() || StreamSupport.stream(node.spliterator(), false).anyMatch(PredictionOutput::hasText);
    }

    private static boolean isFile(JsonNode node) {
        return node.isTextual()
                && (DATA_URL.matcher(node.textValue()).lookingAt() || WebUrl.isMeant(node.textValue()))
                && Storable.isText(node.textValue());
    }

    private static boolean hasFile(JsonNode node) {
        if (!node.isContainerNode()) {
            return isFile(node);
        }
        for (JsonNode child : node) {
            if (hasFile(child)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode storable(JsonNode node) {
        if (node.isTextual()) {
            return new TextNode(storable(node.textValue()));
        }
        if (node.isNumber() && !Storable.isNumber(node.decimalValue())) {
            return new TextNode(node.asText());
        }
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            node.properties().forEach(member -> object.set(storable(member.getKey()), storable(member.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.forEach(entry -> array.add(storable(entry)));
            return array;
        }
        return node;
    }

    private static String storable(String text) {
        if (Storable.isText(text)) {
            return text;
        }
        return text.codePoints()
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? 0xfffd : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static final class Walk {

        private final Map<String, String> files = new LinkedHashMap<>();
        private final Map<String, JsonNode> values = new LinkedHashMap<>();
        private int leftOut;

        private void take(JsonPointer place, JsonNode node) {
            if (isFile(node)) {
                put(files, node.textValue().strip(), place.toString());
            } else if (!hasFile(node)) {
                say(place, node);
            } else if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    take(place.appendIndex(i), Objects.requireNonNull(node.get(i)));
                }
            } else {
                node.properties().forEach(member ->
                        take(place.appendProperty(nameOf(member.getKey())), member.getValue()));
            }
        }

        private static String nameOf(String member) {
            return storable(member.length() <= LONGEST_NAME ? member : member.substring(0, LONGEST_NAME) + "…");
        }

        private void say(JsonPointer place, JsonNode node) {
            boolean nothing = node.isMissingNode() || node.isNull() || node.isContainerNode() && node.isEmpty()
                    || node.isTextual() && node.textValue().isBlank();
            if (!nothing) {
                put(values, place.toString(), storable(node));
            }
        }

        private <T> void put(Map<String, T> map, String key, T value) {
            if (map.size() < MOST) {
                map.putIfAbsent(key, value);
            } else if (!map.containsKey(key)) {
                leftOut++;
            }
        }
    }
}
