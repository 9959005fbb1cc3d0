package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the member {@code error} of a prediction says to people: it may be any JSON, of any size. */
final class ErrorText {

    /** Characters that are kept of a long text's beginning, and as many of its end, where the code of an error stands. */
    private static final int END = 4000;

    private static final List<String> SPEAKING = List.of("message", "detail", "title", "error");
    private static final Pattern CODE = Pattern.compile("[A-Z]{1,4}[0-9]{0,6}");
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]*)\\?[^\\s\"'<>]*");
    private static final Pattern SIGNATURE =
            Pattern.compile("\\?[^\\s\"'<>]*X-Amz-[^\\s\"'<>]*", Pattern.CASE_INSENSITIVE);
    private static final int DEEPEST = 3;

    private ErrorText() {}

    /** Null when it says nothing. */
    static @Nullable String of(JsonNode error) {
        String text = withoutQueries(text(error, DEEPEST).strip());
        return text.isEmpty() ? null : bounded(text);
    }

    /** Models complain of links to their input with the link, which is signed, or with its path alone. */
    static String withoutQueries(String text) {
        return SIGNATURE.matcher(QUERY.matcher(text).replaceAll("$1")).replaceAll("");
    }

    static String bounded(String text) {
        return text.length() <= 2 * END + 3
                ? text
                : text.substring(0, END) + " … " + text.substring(text.length() - END);
    }

    private static String text(JsonNode error, int depth) {
        if (error.isMissingNode() || error.isNull()) {
            return "";
        }
        if (error.isValueNode()) {
            return error.asText();
        }
        if (depth == 0 || error.isEmpty()) {
            return error.isEmpty() ? "" : error.toString();
        }
        if (error.isArray()) {
            return StreamSupport.stream(error.spliterator(), false)
                    .map(one -> text(one, depth - 1))
                    .filter(one -> !one.isBlank())
                    .collect(Collectors.joining("; "));
        }
        for (String name : SPEAKING) {
            String text = text(error.path(name), depth - 1);
            if (!text.isBlank()) {
                return withCode(text, error.path("code").asText(""));
            }
        }
        return error.toString();
    }

    /** The code classes an error, and Replicate's own texts have it in brackets. */
    private static String withCode(String text, String code) {
        return CODE.matcher(code).matches() && !text.contains(code) ? "%s (%s)".formatted(text, code) : text;
    }
}
