package io.vsl.status;

import io.vsl.platform.security.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** By what an answer is known that is asked for again and again: {@code ETag} and {@code If-None-Match} (RFC 9110, section 13). */
final class EntityTag {

    private static final int BYTES = 12;

    private EntityTag() {}

    /** Another for any other bytes. It is weak, since they go packed to some: then they are others, that say the same. */
    static String of(byte[] body) {
        byte[] digest = Sha256.digest().digest(body);
        return "W/\"" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, BYTES)) + '"';
    }

    /**
     * Whether who asks has that one already.
     *
     * @param ifNoneMatch the header: text, a list of texts, or null
     */
    static boolean isAmong(@Nullable Object ifNoneMatch, String tag) {
        Stream<?> given = ifNoneMatch instanceof List<?> several ? several.stream() : Stream.ofNullable(ifNoneMatch);
        return given.flatMap(text -> Stream.of(text.toString().split(",")))
                .map(String::strip)
                .anyMatch(text -> opaque(text).equals(opaque(tag)) || text.equals("*"));
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
