package io.vsl.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Reads a request's body up to a bound. Compressed bodies are refused: what a few bytes of them unpack to has no bound.
 * So are those that say they aren't JSON. A body that doesn't say what it is passes.
 */
@Component
class BoundedBody {

    private static final Set<String> PLAIN = Set.of("", "identity");

    private final int maxBytes;

    BoundedBody(HttpProperties properties) {
        this.maxBytes = Math.toIntExact(properties.maxBody().toBytes());
    }

    /** @throws Problem 413 or 415 */
    byte[] read(HttpServletRequest request) throws IOException {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !PLAIN.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            throw Problem.of(415, "UNSUPPORTED_ENCODING", "Content-Encoding must be identity");
        }
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge();
        }
        byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw tooLarge();
        }
        if (body.length > 0 && !isJson(request.getContentType())) {
            throw Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json, in UTF-8");
        }
        return body;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            boolean json = type.getSubtype().equals("json") || type.getSubtype().endsWith("+json");
            return json && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private Problem tooLarge() {
        return Problem.of(413, "BODY_TOO_LARGE", "The body must have at most %d bytes".formatted(maxBytes));
    }
}
