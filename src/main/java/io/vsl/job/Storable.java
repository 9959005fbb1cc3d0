package io.vsl.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every store can hold. An event that one store can't hold would be in some stores and not in others, so there is
 * no such event: making one, or reading one, fails with a message that names the member.
 */
public final class Storable {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** Of PostgreSQL's numeric(12, 4), the narrowest column. */
    private static final BigDecimal LARGEST = BigDecimal.valueOf(100_000_000);

    /** Beyond what a double can hold; exact arithmetic on such numbers costs memory without bound. */
    private static final int MAX_DIGITS = 400;

    private static final int MAX_ID = 128;

    private static final String ID_RULE = "must be 1 to " + MAX_ID + " printable ASCII characters without spaces";

    private Storable() {}

    /** Whether a clock can have written it: one that counts seconds or microseconds for milliseconds has not. */
    public static boolean isTime(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }

    /** Whether PostgreSQL's text and jsonb, and UTF-8, can hold it: no NUL and no half of a surrogate pair. */
    public static boolean isText(String text) {
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return false;
            }
            at += Character.charCount(c);
        }
        return true;
    }

    /** Whether it may be calculated with, and is not longer once it is written without an exponent. */
    public static boolean isNumber(BigDecimal number) {
        long scale = number.scale();
        return number.precision() <= MAX_DIGITS && scale <= MAX_DIGITS && number.precision() - scale <= MAX_DIGITS;
    }

    /**
     * Whether all its names, texts and numbers can be held.
     *
     * @param maxDepth how deep objects and lists may be nested; a scalar has depth 0
     */
    public static boolean isJson(JsonNode node, int maxDepth) {
        if (node.isTextual()) {
            return isText(node.textValue());
        }
        if (node.isNumber()) {
            return isNumber(node.decimalValue());
        }
        if (node.isContainerNode() && maxDepth == 0) {
            return false;
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!isText(member.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!isJson(child, maxDepth - 1)) {
                return false;
            }
        }
        return true;
    }

    /** @throws IllegalArgumentException unless it is null, or a clock can have written it */
    static void requireTime(String member, @Nullable Instant time) {
        require(time == null || isTime(time), member, "must be a time between the years 2000 and 2100");
    }

    /** @throws IllegalArgumentException unless it is null, or a column of seconds or USD can hold it */
    static void requireAmount(String member, @Nullable BigDecimal amount) {
        require(
                amount == null || isNumber(amount) && amount.abs().compareTo(LARGEST) < 0,
                member,
                "must be below " + LARGEST);
    }

    /** @throws IllegalArgumentException unless it is null, or 1 to 128 printable ASCII characters without spaces */
    static void requireId(String member, @Nullable String id) {
        require(id == null || isId(id), member, ID_RULE);
    }

    private static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** @throws IllegalArgumentException unless it is null, or can be held as it is */
    static void requireText(String member, @Nullable String text) {
        require(text == null || isText(text), member, "must not have a NUL or half of a surrogate pair");
    }

    static void require(boolean holds, String member, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(member + " " + rule);
        }
    }
}
