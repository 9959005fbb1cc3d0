package io.vsl.provider.replicate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Replicate says, as leniently as can be, and of it only what somebody needs: {@code id}, {@code status},
 * {@code output}, {@code error} as a text, {@code data_removed}, the times and {@code metrics}. Logs
 * of megabytes are passed over as they are read.
 */
final class ReadPrediction {

    /** What travels as it came, when nothing is left out. */
    private static final int SMALL = 64 << 10;

    private static final int DEEPEST = 32;

    /** Of an output, in which files may stand anywhere. */
    private static final int DEEPEST_OUTPUT = 500;

    private static final int LONGEST_SCALAR = 200;
    private static final int LONGEST_NUMBER = 40;
    private static final int MOST_METRICS = 20;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(10_000)
                            .maxNumberLength(1 << 20)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .build())
            .build();

    /** A page of {@code GET /predictions}; next is the URL of the one after it, null at the last. */
    record Page(List<Listed> results, @Nullable String next) {}

    /**
     * An item of a page.
     *
     * @param prediction without any member when the item could not be read
     * @param webhook    null when it isn't said
     * @param input      null when it isn't said, or not in a form that is understood
     */
    record Listed(
            SaidPrediction prediction,
            @Nullable String webhook,
            @Nullable JsonNode input) {}

    /** Empty when it is no JSON object. */
    Optional<SaidPrediction> read(byte[] said) {
        try (JsonParser parser = parser(said)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            SaidPrediction prediction = item(parser).prediction();
            return Optional.of(new SaidPrediction(prediction.said(), prediction.isWhole() && said.length <= SMALL));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a page to its end.
     *
     * @throws IOException when it is none, so that it proves nothing
     */
    Page page(byte[] said) throws IOException {
        List<Listed> results = null;
        JsonNode next = null;
        try (JsonParser parser = parser(said)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("Replicate answers with what is no list of predictions");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("results") && value == JsonToken.START_ARRAY) {
                    results = results(parser);
                } else if (name.equals("next") && value.isScalarValue()) {
                    next = parser.readValueAsTree();
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("Replicate's list of predictions ends midway");
            }
        }
        if (results == null || next == null || !(next.isNull() || next.isTextual())) {
            throw new IOException("Replicate answers with what is no list of predictions");
        }
        return new Page(results, next.isNull() || next.textValue().isBlank() ? null : next.textValue());
    }

    /** The bytes that travel: no halves of pairs, which UTF-8 can't have. */
    byte[] write(SaidPrediction prediction) {
        try {
            return json.writeValueAsString(prediction.said()).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonParser parser(byte[] said) throws IOException {
        // What is no UTF-8 would stop the parser; here a few characters are lost.
        String text = new String(said, StandardCharsets.UTF_8);
        return json.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private List<Listed> results(JsonParser parser) throws IOException {
        List<Listed> results = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new IOException("Replicate's list of predictions ends midway");
            }
            if (token == JsonToken.START_OBJECT) {
                results.add(item(parser));
            } else {
                parser.skipChildren();
                results.add(new Listed(new SaidPrediction(NODES.objectNode(), false), null, null));
            }
        }
        return results;
    }

    /** From the beginning of an object to its end. */
    private static Listed item(JsonParser parser) throws IOException {
        ObjectNode said = NODES.objectNode();
        String webhook = null;
        JsonNode input = null;
        boolean whole = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            Copy copy = new Copy(name.equals(SaidPrediction.OUTPUT) ? DEEPEST_OUTPUT : DEEPEST);
            switch (name) {
                case "id",
                        "status",
                        "data_removed",
                        "created_at",
                        "started_at",
                        "completed_at",
                        SaidPrediction.OUTPUT_TOO_LARGE,
                        SaidPrediction.OUTPUT_LEFT_OUT -> said.set(name, copy.scalar(parser));
                case "error" -> {
                    JsonNode error = copy.value(parser, 0);
                    String text = ErrorText.of(error);
                    copy.whole &= error.isNull()
                            || error.isTextual() && error.textValue().strip().equals(text);
                    said.set(name, copy.whole ? error : text == null ? NullNode.instance : new TextNode(text));
                }
                case SaidPrediction.OUTPUT -> putOutput(said, copy.value(parser, 0), copy);
                case "metrics" -> said.set(name, metrics(copy.value(parser, 0), copy));
                case "input" -> {
                    JsonNode all = copy.value(parser, 0);
                    input = copy.whole && all.isObject() ? all : null;
                    copy.whole = false;
                }
                case "webhook" -> {
                    JsonNode url = copy.value(parser, 0);
                    webhook = url.isNull() ? null : url.isTextual() ? url.textValue() : url.toString();
                    copy.whole = false;
                }
                default -> {
                    parser.skipChildren();
                    copy.whole = false;
                }
            }
            whole &= copy.whole && token != null;
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("What Replicate says ends midway");
        }
        return new Listed(
                new SaidPrediction(said, whole), webhook == null || webhook.isBlank() ? null : webhook, input);
    }

    private static void putOutput(ObjectNode said, JsonNode output, Copy copy) {
        said.set(SaidPrediction.OUTPUT, output);
        // Most are small: a character has six bytes of JSON at most.
        int cut = copy.size <= FitOutput.LARGEST / 6 ? 0 : FitOutput.fit(said);
        if (cut < 0) {
            said.put(SaidPrediction.OUTPUT_TOO_LARGE, copy.size).set(SaidPrediction.OUTPUT, NullNode.instance);
        } else if (copy.tooDeep + cut > 0) {
            said.put(SaidPrediction.OUTPUT_LEFT_OUT, copy.tooDeep + cut);
        }
        copy.whole &= cut == 0 && copy.tooDeep == 0;
    }

    private static JsonNode metrics(JsonNode said, Copy copy) {
        ObjectNode kept = NODES.objectNode();
        said.properties().forEach(metric -> {
            if (metric.getValue().isNumber()
                    && kept.size() < MOST_METRICS
                    && metric.getKey().length() <= LONGEST_SCALAR) {
                kept.set(metric.getKey(), metric.getValue());
            }
        });
        copy.whole &= said.equals(kept);
        return kept;
    }

    /** A value as a tree, of which what nobody can mean is left out. */
    private static final class Copy {

        private final int deepest;
        /** In characters. */
        long size;

        int tooDeep;
        boolean whole = true;

        Copy(int deepest) {
            this.deepest = deepest;
        }

        JsonNode scalar(JsonParser parser) throws IOException {
            JsonNode value = value(parser, deepest);
            if (value.isValueNode() && value.asText().length() <= LONGEST_SCALAR) {
                return value;
            }
            whole = false;
            return NullNode.instance;
        }

        JsonNode value(JsonParser parser, int depth) throws IOException {
            switch (parser.currentToken()) {
                case START_OBJECT, START_ARRAY -> {
                    if (depth < deepest) {
                        return parser.currentToken() == JsonToken.START_OBJECT
                                ? object(parser, depth + 1)
                                : array(parser, depth + 1);
                    }
                    parser.skipChildren();
                    tooDeep++;
                    return leftOut();
                }
                case VALUE_STRING -> {
                    size += parser.getTextLength() + 2L;
                    return new TextNode(parser.getText());
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    size += parser.getTextLength();
                    if (parser.getTextLength() > LONGEST_NUMBER || parser.isNaN()) {
                        return leftOut();
                    }
                    return number(parser);
                }
                case VALUE_TRUE, VALUE_FALSE -> {
                    return NODES.booleanNode(parser.getBooleanValue());
                }
                default -> {
                    return NullNode.instance;
                }
            }
        }

        private JsonNode number(JsonParser parser) throws IOException {
            try {
                return NODES.numberNode(parser.getDecimalValue());
            } catch (NumberFormatException e) {
                // Of an exponent that no number has.
                return leftOut();
            }
        }

        private JsonNode object(JsonParser parser, int depth) throws IOException {
            ObjectNode object = NODES.objectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                size += name.length() + 3L;
                parser.nextToken();
                object.set(name, value(parser, depth));
            }
            return object;
        }

        private JsonNode array(JsonParser parser, int depth) throws IOException {
            ArrayNode array = NODES.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                size += 1;
                if (parser.currentToken() == null) {
                    throw new IOException("What Replicate says ends midway");
                }
                array.add(value(parser, depth));
            }
            return array;
        }

        private JsonNode leftOut() {
            whole = false;
            return NullNode.instance;
        }
    }
}
