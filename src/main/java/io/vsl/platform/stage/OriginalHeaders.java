package io.vsl.platform.stage;

import io.vsl.platform.kafka.Consumed;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;

/** The headers of a record that is written on as it is, beside ours. */
final class OriginalHeaders {

    private OriginalHeaders() {}

    /** Ours win over the record's own of the same name in whatever case: to Camel, case makes no difference. */
    static Map<String, Object> of(Consumed consumed, Map<String, Object> ours) {
        Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : consumed.headers()) {
            if (header.value() != null) {
                headers.put(harmless(header.key()), header.value());
            }
        }
        ours.keySet().forEach(headers::remove);
        headers.putAll(ours);
        return headers;
    }

    /** Camel obeys headers of its own names, so those of a record are kept under another. */
    private static String harmless(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean obeyed = Stream.of("camel", "org.apache.camel", "kafka.").anyMatch(lower::startsWith);
        return obeyed ? "original-" + name : name;
    }
}
