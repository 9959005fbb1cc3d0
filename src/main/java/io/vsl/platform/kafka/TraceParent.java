package io.vsl.platform.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent} of W3C Trace Context. One that isn't in the standard's form, or that stands there twice,
 * is to be ignored (section 3.2.2): whoever writes it may write anything, of any length, and it would go with the job to
 * its end.
 */
public final class TraceParent {

    /** The header's name. */
    public static final String HEADER = "traceparent";

    /** Version, trace id, parent id and flags. Zeros alone are no id, and ff is no version. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** The text, when it is one. */
    public static Optional<String> of(@Nullable String text) {
        return Optional.ofNullable(text).filter(FORM.asMatchPredicate());
    }

    /** That of a record, when it has one, and one only. */
    public static Optional<String> of(Consumed record) {
        List<byte[]> values = StreamSupport.stream(
                        record.headers().headers(HEADER).spliterator(), false)
                .map(header -> header.value() == null ? new byte[0] : header.value())
                .toList();
        return values.size() == 1 ? of(new String(values.get(0), StandardCharsets.UTF_8)) : Optional.empty();
    }
}
