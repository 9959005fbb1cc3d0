package io.vsl.platform.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

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
            throw new NotJson(what + reason(e));
        } catch (NumberFormatException e) {
            // The parser's, of an exponent that no number has.
            throw new NotJson(what + " has a number that is too long");
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new NotJson(what + " must be a JSON object");
    }

    /** Where it went wrong, in our words: the parser's own name its classes. */
    private static String reason(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return " is nested too deep, or has a name or a number that is too long";
        }
        if (e instanceof MismatchedInputException) {
            return " must be one JSON object with nothing after it";
        }
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
        return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
                ? " has a field twice" + place
                : " is not JSON" + place;
    }
}
