package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vsl.platform.url.DataUrl;
import io.vsl.provider.PredictionOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes an output small enough for a record, by its largest texts: a file that stands in the output itself becomes a data
 * URL that says how large it was, and any other text is cut. So links and small files beside them are not lost.
 */
final class FitOutput {

    /** What fits into a record with all that stands beside it, in bytes of JSON. */
    static final int LARGEST = 3 << 20;

    /** A text of fewer characters is left as it is. */
    private static final int SHORT = 1_000;

    private static final String CUT = " …";

    private final List<LongText> texts = new ArrayList<>();
    private long excess;
    private int cut;

    /** A text, and how another comes in its place. */
    private record LongText(String text, long bytes, Consumer<TextNode> put) {}

    private FitOutput(long excess) {
        this.excess = excess;
    }

    /**
     * Changes the output of the prediction.
     *
     * @return how many texts were cut, not counting files; -1 when it still is too large
     */
    static int fit(ObjectNode prediction) {
        JsonNode output = prediction.path(SaidPrediction.OUTPUT);
        FitOutput fit = new FitOutput(bytes(output) - LARGEST);
        if (fit.excess > 0) {
            fit.take(output, text -> prediction.set(SaidPrediction.OUTPUT, text));
            fit.texts.sort(Comparator.comparingLong(LongText::bytes).reversed());
            fit.texts.forEach(fit::shorten);
        }
        return fit.excess > 0 ? -1 : fit.cut;
    }

    private void collect(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> take(member.getValue(), member::setValue));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                take(array.get(i), text -> array.set(index, text));
            }
        }
    }

    private void take(JsonNode node, Consumer<TextNode> put) {
        if (!node.isTextual()) {
            collect(node);
        } else if (node.textValue().length() > SHORT) {
            texts.add(new LongText(node.textValue(), bytes(node), put));
        }
    }

    private void shorten(LongText place) {
        if (excess <= 0) {
            return;
        }
        boolean isFile = PredictionOutput.isDataUrl(place.text());
        TextNode shorter = new TextNode(isFile ? DataUrl.omitted(place.text()) : beginning(place));
        place.put().accept(shorter);
        excess -= place.bytes() - bytes(shorter);
        cut += isFile ? 0 : 1;
    }

    private String beginning(LongText place) {
        // A character has a byte at least, and the mark of the cut a few.
        int end = (int) Math.max(SHORT / 2, place.text().length() - excess - 10);
        return place.text().substring(0, Character.isHighSurrogate(place.text().charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    private static long bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
