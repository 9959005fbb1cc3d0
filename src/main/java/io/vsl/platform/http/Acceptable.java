package io.vsl.platform.http;

import java.util.Comparator;
import java.util.List;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Whether a request's {@code Accept} lets it be answered in that form (RFC 9110, section 12.5.1). */
final class Acceptable {

    private Acceptable() {}

    /** @param accept the values of the header; without any, and when they can't be read, everything is acceptable */
    static boolean is(List<String> accept, String form) {
        List<MediaType> ranges;
        try {
            ranges = MediaType.parseMediaTypes(accept);
        } catch (InvalidMediaTypeException e) {
            return true;
        }
        MediaType answer = MediaType.parseMediaType(form);
        // Of those that include it the nearest decides: that is how one says all but this one.
        return ranges.isEmpty()
                || ranges.stream()
                        .filter(range -> range.includes(answer))
                        .min(Comparator.comparing(MediaType::isWildcardType)
                                .thenComparing(MediaType::isWildcardSubtype))
                        .map(range -> range.getQualityValue() > 0)
                        .orElse(false);
    }
}
