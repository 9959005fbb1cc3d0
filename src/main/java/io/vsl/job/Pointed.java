package io.vsl.job;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.Function;

/** JSON with other values at some places. */
final class Pointed {

    private Pointed() {}

    /** A copy with those texts at the places of the files; a place that is not there is left so. */
    static ObjectNode with(
            ObjectNode object,
            List<InputFile> files,
            Function<InputFile, String> place,
            Function<InputFile, String> text) {
        ObjectNode copy = object.deepCopy();
        for (InputFile file : files) {
            JsonPointer pointer = JsonPointer.compile(place.apply(file));
            JsonNode parent = copy.at(pointer.head());
            TextNode value = TextNode.valueOf(text.apply(file));
            if (parent instanceof ObjectNode members
                    && members.has(pointer.last().getMatchingProperty())) {
                members.set(pointer.last().getMatchingProperty(), value);
            } else if (parent instanceof ArrayNode entries
                    && entries.has(pointer.last().getMatchingIndex())) {
                entries.set(pointer.last().getMatchingIndex(), value);
            }
        }
        return copy;
    }
}
