package io.vsl.platform.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Storable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether each store can hold the JSON of a record, also the members that we pass over. */
final class StorableValue {

    private static final int MAX_DEPTH = 100;

    /** Fewer digits than this can't make a number that a store can't hold. */
    private static final int FEW_DIGITS = 100;

    private static final int FEW_DIGITS_OF_EXPONENT = 3;

    private StorableValue() {}

    /** @throws InvalidRecord when one of them can't */
    static void require(byte[] value, ObjectMapper json) {
        boolean ascii = true;
        boolean ordinary = true;
        int digits = 0;
        for (int i = 0; i < value.length; i++) {
            byte b = value[i];
            ascii &= b >= 0;
            digits = b >= '0' && b <= '9' ? digits + 1 : 0;
            ordinary &= b != '\\' || i + 1 == value.length || value[i + 1] != 'u';
            ordinary &= digits < FEW_DIGITS && !(digits == FEW_DIGITS_OF_EXPONENT && isExponent(value, i - digits));
        }
        // Nearly all are: then what was read once need not be read as a tree as well.
        if (!ascii && !isUtf8(value) || !ordinary && !isStorable(value, json)) {
            throw new InvalidRecord(
                    "the value has a text or a number that no store can hold: a NUL, half of a surrogate"
                            + " pair, bytes that are no UTF-8, or more than 400 digits");
        }
    }

    /** Whether the digits after that place are those of an exponent, as far as that can be told without reading all. */
    private static boolean isExponent(byte[] value, int before) {
        int at = before >= 0 && (value[before] == '+' || value[before] == '-') ? before - 1 : before;
        return at > 0 && (value[at] == 'e' || value[at] == 'E');
    }

    private static boolean isUtf8(byte[] value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isStorable(byte[] value, ObjectMapper json) {
        try {
            return Storable.isJson(json.readTree(value), MAX_DEPTH);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
