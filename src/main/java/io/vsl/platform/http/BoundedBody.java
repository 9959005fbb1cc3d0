package io.vsl.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads a request's body up to a bound, before platform-http or a filter of Spring's does so without one. Compressed
 * bodies are refused: what a few bytes of them unpack to has no bound. So are those that say they aren't JSON: others
 * are taken apart on the way, forms into headers. A body that doesn't say what it is passes.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BoundedBody extends OncePerRequestFilter {

    private static final Set<String> PLAIN = Set.of("", "identity");

    private final int maxBytes;
    private final ObjectMapper json;

    BoundedBody(HttpProperties properties, ObjectMapper json) {
        this.maxBytes = Math.toIntExact(properties.maxBody().toBytes());
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !PLAIN.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            refuse(request, response, Problem.of(415, "UNSUPPORTED_ENCODING", "Content-Encoding must be identity"));
            return;
        }
        if (request.getContentLengthLong() > maxBytes) {
            refuse(request, response, tooLarge());
            return;
        }
        byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            refuse(request, response, tooLarge());
            return;
        }
        if (body.length > 0 && !isJson(request.getContentType())) {
            refuse(request, response,
                    Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json, in UTF-8"));
            return;
        }
        chain.doFilter(new ReadRequest(request, body), response);
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

    private void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(ProblemDocument.CONTENT_TYPE);
        response.setHeader("Connection", "close");
        json.writeValue(response.getOutputStream(), ProblemDocument.of(problem, request.getRequestURI()));
    }

    private static final class ReadRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public int getContentLength() {
            return body.length;
        }

        @Override
        public long getContentLengthLong() {
            return body.length;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new ReadBody(new ByteArrayInputStream(body));
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(Collections.list(super.getParameterNames()).stream()
                    .filter(HttpHeaders::isParameter)
                    .toList());
        }
    }

    private static final class ReadBody extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        ReadBody(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is there already");
        }
    }
}
