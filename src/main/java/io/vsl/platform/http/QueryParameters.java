package io.vsl.platform.http;

import io.vsl.job.UserIds;
import io.vsl.platform.json.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL. Each is asked for by name; what is wrong with any is told at once by {@link #check}. */
public final class QueryParameters {

    private static final int MOST = 200;
    private static final int MOST_DIGITS = 3;

    private static final List<String> SET = List.of("1", "true");
    private static final List<String> FLAG = List.of("1", "true", "0", "false");

    private final Message request;
    private final Faults faults = new Faults();

    /** Of a request as it came from HTTP; only the parameters that {@link HttpHeaders} lists are there. */
    public QueryParameters(Message request) {
        this.request = request;
    }

    /** Null when it is absent or wrong. */
    public @Nullable String text(String name, Predicate<String> allowed, String otherwise) {
        String text = text(name);
        if (text != null && !allowed.test(text)) {
            wrong(name, "MALFORMED", otherwise);
            return null;
        }
        return text;
    }

    /** What {@code read} makes of it; null when it is absent, or wrong, which is an IllegalArgumentException. */
    public <T> @Nullable T value(String name, Function<String, T> read, String otherwise) {
        String text = text(name);
        try {
            return text == null ? null : read.apply(text);
        } catch (IllegalArgumentException e) {
            wrong(name, "MALFORMED", otherwise);
            return null;
        }
    }

    /** The user whom the parameter {@code userId} names; null when it is absent or wrong. */
    public @Nullable String userId() {
        return text("userId", UserIds::isValid, "is no user's id");
    }

    /** Null when it is absent or wrong. */
    public @Nullable String oneOf(String name, List<String> allowed) {
        String text = text(name);
        if (text != null && !allowed.contains(text)) {
            wrong(name, "NOT_ALLOWED", "must be one of " + String.join(", ", allowed));
            return null;
        }
        return text;
    }

    /** Whether it is set: {@code 1} or {@code true}. */
    public boolean isSet(String name) {
        String text = oneOf(name, FLAG);
        return text != null && SET.contains(text);
    }

    /** How many of a list to show: the parameter {@code limit}, 1 to {@value MOST}. */
    public int limit(int otherwise) {
        String text = text("limit");
        if (text == null) {
            return otherwise;
        }
        int limit = text.matches("[0-9]{1," + MOST_DIGITS + "}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            wrong("limit", "OUT_OF_RANGE", "must be an integer from 1 to " + MOST);
            return otherwise;
        }
        return limit;
    }

    /**
     * Where a page begins: the parameter {@code cursor}, which to callers is opaque.
     *
     * @param read  of what {@link #cursor(String)} was given; throws IllegalArgumentException
     * @param first when there is none, or it is wrong
     */
    public <T> T cursor(Function<String, T> read, T first) {
        String text = text("cursor");
        try {
            return text == null
                    ? first
                    : read.apply(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            wrong("cursor", "MALFORMED", "must be the nextCursor of an answer");
            return first;
        }
    }

    /** As an answer has it. */
    public static String cursor(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable String text(String name) {
        Object value = request.getHeader(name);
        if (value instanceof List<?>) {
            wrong(name, "REPEATED", "may be given once");
            return null;
        }
        return (String) value;
    }

    private void wrong(String name, String code, String message) {
        faults.add(name, code, message);
    }

    /**
     * After all parameters have been asked for.
     *
     * @throws Problem that names all that is wrong
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults.all());
        }
    }
}
