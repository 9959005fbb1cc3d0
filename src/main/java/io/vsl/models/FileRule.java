package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.UploadIds;
import io.vsl.platform.json.JsonFields;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which files a parameter takes.
 *
 * @param accept  content types, {@code image/png} or {@code image/*}; null when the declaration doesn't say
 * @param maxSize bytes; null: as many as any file may have
 */
record FileRule(@Nullable List<String> accept, @Nullable Long maxSize) {

    /** Of a declaration that says nothing. */
    static final FileRule ANY = new FileRule(null, null);

    private static final Pattern TYPE = Pattern.compile("[a-z0-9][a-z0-9.+-]*/([a-z0-9][a-z0-9.+-]*|\\*)|\\*/\\*");

    private static final int MOST_TYPES = 50;

    private static final List<String> IMAGE = List.of("image/*");

    /** Sound also comes in the containers of films. */
    private static final List<String> AUDIO = List.of("audio/*", "video/*");

    private static final List<String> VIDEO = List.of("video/*", "image/gif");

    private static final Map<String, List<String>> BY_WORD = Map.ofEntries(
            Map.entry("image", IMAGE),
            Map.entry("images", IMAGE),
            Map.entry("img", IMAGE),
            Map.entry("mask", IMAGE),
            Map.entry("photo", IMAGE),
            Map.entry("picture", IMAGE),
            Map.entry("frame", IMAGE),
            Map.entry("audio", AUDIO),
            Map.entry("voice", AUDIO),
            Map.entry("song", AUDIO),
            Map.entry("video", VIDEO),
            Map.entry("videos", VIDEO));

    /** Such a name says nothing of the content. */
    private static final Set<String> OF_ANYTHING = Set.of("zip", "tar", "archive", "data", "file", "files", "weights");

    static FileRule read(JsonFields given) {
        List<String> accept = given.get("accept") == null
                ? null
                : given.texts(
                        "accept",
                        MOST_TYPES,
                        FileRule::type,
                        "MALFORMED",
                        "must be a content type such as image/png, image/* or */*");
        Long maxSize = given.number("maxSize", 1, Long.MAX_VALUE);
        return new FileRule(accept == null ? null : List.copyOf(accept), maxSize);
    }

    private static @Nullable String type(String text) {
        return TYPE.matcher(text).matches() ? text : null;
    }

    /** Of a rule that doesn't say it, what the words of the parameter's names say; empty: any. */
    List<String> acceptOf(String... names) {
        if (accept != null) {
            return accept.contains("*/*") ? List.of() : accept;
        }
        Set<String> types = new TreeSet<>();
        for (String word : Arrays.stream(names)
                .flatMap(name -> Arrays.stream(name.split("[^a-z]+")))
                .toList()) {
            if (OF_ANYTHING.contains(word)) {
                return List.of();
            }
            types.addAll(BY_WORD.getOrDefault(word, List.of()));
        }
        return List.copyOf(types);
    }

    /** Whether the text of a value names a file, where nothing is declared of it. */
    static boolean isCertainlyFile(JsonNode value) {
        return value.isTextual() && UploadIds.parse(value.textValue()).isPresent();
    }
}
