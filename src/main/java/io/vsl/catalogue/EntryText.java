package io.vsl.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.StringJoiner;

/**
 * An entry of models.json as the file that ships writes one: a field a line, and a parameter a line.
 *
 * @param indent of one level
 * @param newLine of the file
 */
record EntryText(String indent, String newLine) {

    private static final String PARAMETERS = "supportedParams";

    /** @param depth of the line on which the entry begins */
    String of(ObjectNode entry, int depth) {
        StringJoiner fields = lines(depth);
        entry.properties().forEach(field -> {
            String value = field.getKey().equals(PARAMETERS) && field.getValue() instanceof ObjectNode parameters
                    ? parameters(parameters, depth + 1)
                    : Json.text(field.getValue());
            fields.add(line(field.getKey(), value));
        });
        return fields.toString();
    }

    private String parameters(ObjectNode parameters, int depth) {
        StringJoiner lines = lines(depth).setEmptyValue("{}");
        parameters.properties().forEach(each -> lines.add(line(each.getKey(), Json.text(each.getValue()))));
        return lines.toString();
    }

    /** The members of an object, each on a line of its own. */
    StringJoiner lines(int depth) {
        String inner = newLine + indent.repeat(depth + 1);
        return new StringJoiner("," + inner, "{" + inner, newLine + indent.repeat(depth) + "}");
    }

    /** A member. */
    static String line(String name, String value) {
        return Json.text(Json.MAPPER.getNodeFactory().textNode(name)) + ": " + value;
    }
}
