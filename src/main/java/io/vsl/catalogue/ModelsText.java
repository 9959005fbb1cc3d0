package io.vsl.catalogue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a models.json, into which an entry is written without a change to anything else: every other character stays
 * where it is. The text is JSON, and an object of objects.
 */
final class ModelsText {

    private static final Pattern FIRST_INDENT = Pattern.compile("\\A\\s*\\{\\s*?\\R([ \\t]+)\\S");
    private static final String USUAL_INDENT = "  ";

    private final String text;
    private final Map<String, Members> byMediaType = new LinkedHashMap<>();
    private Members root = new Members(0, 0, null);

    private ModelsText(String text) {
        this.text = text;
    }

    /** Where a value stands: from its first character to behind its last. */
    private record Span(int from, int to) {}

    /**
     * The members of an object.
     *
     * @param open    behind its brace
     * @param end     its closing brace
     * @param lastEnd behind its last member; null when it is empty
     */
    private record Members(int open, int end, @Nullable Integer lastEnd, Map<String, Span> values) {

        Members(int open, int end, @Nullable Integer lastEnd) {
            this(open, end, lastEnd, new LinkedHashMap<>());
        }
    }

    /** @throws IOException when it is not JSON of that form */
    static ModelsText of(String text) throws IOException {
        ModelsText models = new ModelsText(text);
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            models.read(parser);
        }
        return models;
    }

    private void read(JsonParser parser) throws IOException {
        expectObject(parser.nextToken());
        int open = end(parser);
        Integer last = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String mediaType = parser.currentName();
            expectObject(parser.nextToken());
            byMediaType.put(mediaType, models(parser));
            last = end(parser);
        }
        root = new Members(open, end(parser) - 1, last);
    }

    private static Members models(JsonParser parser) throws IOException {
        int open = end(parser);
        Integer last = null;
        Map<String, Span> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String modelId = parser.currentName();
            parser.nextToken();
            int from = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            last = end(parser);
            values.put(modelId, new Span(from, last));
        }
        return new Members(open, end(parser) - 1, last, values);
    }

    private static void expectObject(@Nullable JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw new IOException("not an object of objects");
        }
    }

    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }

    /** The media type under which there is a model of that id. */
    Optional<String> mediaTypeOf(String modelId) {
        return byMediaType.entrySet().stream()
                .filter(each -> each.getValue().values().containsKey(modelId))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The text with that entry, in the place of one of the same id or behind all of its media type. */
    String with(String mediaType, String modelId, ObjectNode entry) {
        EntryText format = new EntryText(indent(), text.contains("\r\n") ? "\r\n" : "\n");
        String value = format.of(entry, 2);
        Members models = byMediaType.get(mediaType);
        if (models == null) {
            String first = format.lines(1).add(EntryText.line(modelId, value)).toString();
            return inserted(format, root, 0, EntryText.line(mediaType, first));
        }
        Span old = models.values().get(modelId);
        return old == null
                ? inserted(format, models, 1, EntryText.line(modelId, value))
                : text.substring(0, old.from()) + value + text.substring(old.to());
    }

    private String inserted(EntryText format, Members object, int depth, String member) {
        if (object.lastEnd() == null) {
            return text.substring(0, object.open() - 1)
                    + format.lines(depth).add(member)
                    + text.substring(object.end() + 1);
        }
        String line = "," + format.newLine() + format.indent().repeat(depth + 1) + member;
        return text.substring(0, object.lastEnd()) + line + text.substring(object.lastEnd());
    }

    private String indent() {
        Matcher matcher = FIRST_INDENT.matcher(text);
        return matcher.find() ? matcher.group(1) : USUAL_INDENT;
    }
}
