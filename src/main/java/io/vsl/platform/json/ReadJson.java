package io.vsl.platform.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Reads what somebody else has written as JSON. */
public final class ReadJson {

    private ReadJson() {}

    /**
     * The object that the bytes are, in UTF-8.
     *
     * @param what begins the sentence that says what is wrong: {@code The request}
     * @throws NotJson when they are none
     */
    public static ObjectNode object(byte[] bytes, String what, ObjectMapper json) throws NotJson {
        JsonNode tree;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            tree = json.readTree(text);
        } catch (CharacterCodingException e) {
            throw new NotJson(what + " must be UTF-8");
        } catch (JacksonException e) {
            throw new NotJson(what + " " + reason(e));
        } catch (NumberFormatException e) {
            // The parser's, of an exponent that no number has.
            throw new NotJson(what + " has a number that is too long");
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new NotJson(what + " must be a JSON object");
    }

    /**
     * Why something could not be read, going on from it, in our words: the parser's own name its classes. None of what was
     * read is in them but the names of members.
     */
    public static String reason(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "is nested too deep, or has a name or a number that is too long";
        }
        if (e instanceof JsonMappingException mapping) {
            return reason(mapping);
        }
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
        return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
                ? "has a field twice" + place
                : "is not JSON" + place;
    }

    /** It is JSON, of another form than it must be. */
    private static String reason(JsonMappingException e) {
        if (e.getCause() instanceof JacksonException cause) {
            return reason(cause);
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            String message = String.valueOf(e.getCause().getMessage());
            return e.getCause() instanceof NullPointerException ? absent(message) : message;
        }
        if (e.getPath().isEmpty()) {
            return "must be one JSON object with nothing after it";
        }
        return "has another %s than it must have"
                .formatted(e.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining(".")));
    }

    /** The member that somebody asked for, or the JVM's own words. */
    private static String absent(String message) {
        return message.matches("\\w+") && !message.equals("null")
                ? "has no " + message
                : "has null where there must be a value";
    }
}
