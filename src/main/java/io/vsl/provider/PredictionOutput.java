package io.vsl.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vsl.job.Storable;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What a model gave, which may be any JSON: files, wherever they stand, and what it said beside them. Places are JSON
 * pointers, {@code /images/0}; that of an output which is nothing but a URL is empty.
 *
 * @param files   http, https and data URLs in the model's order, each once, with the place where it stands first
 * @param values  what is no file, by place: the largest parts without a file in them. No nulls and no empty parts, and
 *                nothing that a store can't hold: a character that none can is U+FFFD
 * @param leftOut how many files and values there are beyond the first 5,000 of each, deeper than 500 levels, or cut
 */
public record PredictionOutput(Map<String, String> files, Map<String, JsonNode> values, int leftOut) {

    private static final int MOST = 5_000;

    /** Of a member's name that is part of a place, in characters: one may be as long as an output. */
    private static final int LONGEST_NAME = 200;

    /** With a type or base64, or without a blank: {@code data: a sentence} is a sentence. */
    private static final Pattern DATA_URL = Pattern.compile(
            "(?i)\\s*data:([\\w.+-]+/[\\w.+-]+\\s*(;[^,]{0,300})?," + "|(;[^,]{0,100})?;\\s*base64\\s*,|,\\S+\\s*$)");

    private static final Pattern BLANK = Pattern.compile("\\s");

    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9]{2,5}(\\?.*)?$");

    /** Of a value, counted from its place; what is deeper becomes text, as not every reader of an event goes deeper. */
    private static final int DEEPEST_VALUE = 30;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Nothing of it is fetched or looked into. */
    public static PredictionOutput of(JsonNode output, int leftOut, Predicate<WebUrl> allowed) {
        Walk walk = new Walk(leftOut, allowed);
        walk.mark(output);
        walk.take(JsonPointer.empty(), output);
        return new PredictionOutput(
                Collections.unmodifiableMap(walk.files), Collections.unmodifiableMap(walk.values), walk.leftOut);
    }

    /** Whether there is something to keep: a file, or a text at least. */
    public boolean isWorthKeeping() {
        return !files.isEmpty() || values.values().stream().anyMatch(PredictionOutput::hasText);
    }

    private static boolean hasText(JsonNode node) {
        return node.isTextual()
                || StreamSupport.stream(node.spliterator(), false).anyMatch(PredictionOutput::hasText);
    }

    /** Whether a text is a file itself. */
    public static boolean isDataUrl(String text) {
        return DATA_URL.matcher(text).lookingAt();
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

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, 1 + depth(child));
        }
        return deepest;
    }

    private static final class Walk {

        private final Map<String, String> files = new LinkedHashMap<>();
        private final Map<String, JsonNode> values = new LinkedHashMap<>();
        /** In the form in which they are asked for: with or without a fragment it is the same file. */
        private final Set<String> seen = new HashSet<>();
        /** Files, and objects and lists with one somewhere in them. */
        private final Set<JsonNode> withFile = Collections.newSetFromMap(new IdentityHashMap<>());

        private final Predicate<WebUrl> allowed;
        private int leftOut;

        private Walk(int leftOut, Predicate<WebUrl> allowed) {
            this.leftOut = leftOut;
            this.allowed = allowed;
        }

        private void take(JsonPointer place, JsonNode node) {
            if (!withFile.contains(node)) {
                say(place, node);
            } else if (node.isTextual()) {
                file(place, node.textValue().strip());
            } else if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    take(place.appendIndex(i), Objects.requireNonNull(node.get(i)));
                }
            } else {
                node.properties()
                        .forEach(member -> take(place.appendProperty(nameOf(member.getKey())), member.getValue()));
            }
        }

        private boolean mark(JsonNode node) {
            boolean any = isFile(node);
            for (JsonNode child : node) {
                any |= mark(child);
            }
            if (any) {
                withFile.add(node);
            }
            return any;
        }

        private boolean isFile(JsonNode node) {
            return node.isTextual()
                    && Storable.isText(node.textValue())
                    && (isDataUrl(node.textValue()) || isLink(node.textValue().strip()));
        }

        /** A file's name may have blanks, and so has a sentence that begins with a link; that ends in no extension. */
        private boolean isLink(String text) {
            if (!WebUrl.isMeant(text)) {
                return false;
            }
            if (!BLANK.matcher(text).find()) {
                return true;
            }
            try {
                WebUrl url = WebUrl.parse(text);
                return allowed.test(url) || EXTENSION.matcher(url.target()).find();
            } catch (InvalidUrl e) {
                return false;
            }
        }

        private void file(JsonPointer place, String url) {
            if (!seen.add(asAskedFor(url))) {
                return;
            }
            if (files.size() < MOST) {
                files.put(url, place.toString());
            } else {
                leftOut++;
            }
        }

        private static String asAskedFor(String url) {
            try {
                return WebUrl.isMeant(url) ? WebUrl.parseWithoutUser(url).toString() : url;
            } catch (InvalidUrl e) {
                return url;
            }
        }

        /** Two long names that begin alike stay two. */
        private static String nameOf(String member) {
            return storable(
                    member.length() <= LONGEST_NAME
                            ? member
                            : member.substring(0, LONGEST_NAME) + "…"
                                    + Sha256.hex(member).substring(0, 8));
        }

        private void say(JsonPointer place, JsonNode node) {
            boolean nothing = node.isMissingNode()
                    || node.isNull()
                    || node.isContainerNode() && node.isEmpty()
                    || node.isTextual() && node.textValue().isBlank();
            if (nothing) {
                return;
            }
            if (values.size() < MOST) {
                values.putIfAbsent(
                        place.toString(), storable(depth(node) > DEEPEST_VALUE ? new TextNode(node.toString()) : node));
            } else {
                leftOut++;
            }
        }
    }
}
