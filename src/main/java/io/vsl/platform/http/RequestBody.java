package io.vsl.platform.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A request's body, which nobody has read yet: a route reads it once it knows who calls. Compressed bodies are refused:
 * what a few bytes of them unpack to has no bound. So are those that say they aren't JSON. A body that doesn't say what it
 * is passes.
 */
final class RequestBody {

    private static final Set<String> PLAIN = Set.of("", "identity");

    /** Of a body that nobody wants: who is still sending it is to see the answer. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final Duration LINGER_WHILE_FEW = Duration.ofMillis(200);

    private static final int PIECE = 8 * 1024;

    private final HttpServletRequest request;
    private final ServletInputStream bytes;
    private final Served served;
    private final HeldBytes held;
    private final Connections connections;
    private final Duration timeout;
    private int taken;

    RequestBody(HttpServletRequest request, Served served, HeldBytes held, Connections connections, Duration timeout)
            throws IOException {
        this.request = request;
        // From now on Tomcat doesn't look for parameters in it.
        this.bytes = request.getInputStream();
        this.served = served;
        this.held = held;
        this.connections = connections;
        this.timeout = timeout;
    }

    /**
     * All of it; they are held until {@link #release}.
     *
     * @param most bytes
     * @throws Problem 400, 408, 413, 415 or 503
     */
    byte[] read(int most) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !PLAIN.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            throw Problem.of(415, "UNSUPPORTED_ENCODING", "Content-Encoding must be identity");
        }
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] body = receive(most);
        if (body.length > 0 && !isJson(request.getContentType())) {
            throw Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json, in UTF-8");
        }
        return body;
    }

    private byte[] receive(int most) {
        // Pieces of one size: what grows by doubling holds up to twice what it says.
        List<byte[]> pieces = new ArrayList<>();
        byte[] piece = new byte[0];
        int size = 0;
        int end = 0;
        served.reads(timeout);
        try {
            int count = 0;
            while (count >= 0) {
                size += count;
                end += count;
                served.received(count);
                if (size > most) {
                    throw tooLarge(most);
                }
                if (end == piece.length) {
                    hold(size + PIECE);
                    piece = new byte[PIECE];
                    pieces.add(piece);
                    end = 0;
                }
                count = bytes.read(piece, end, piece.length - end);
            }
        } catch (IOException e) {
            Problem problem = served.isCutOff() || e.getCause() instanceof SocketTimeoutException
                    ? tooSlow()
                    : Problem.of(400, "BAD_REQUEST", "The body ended early");
            // Tomcat has made an error of its own of it, and takes no other answer but through its page for errors.
            request.setAttribute(UnroutedRequests.PROBLEM, problem);
            throw problem;
        } finally {
            served.hasRead();
        }
        if (served.isCutOff()) {
            throw tooSlow();
        }
        ByteBuffer body = ByteBuffer.allocate(size);
        pieces.forEach(each -> body.put(each, 0, Math.min(PIECE, body.remaining())));
        return body.array();
    }

    /** That much of it altogether. */
    private void hold(int size) {
        int more = size - HeldBytes.FREE - taken;
        if (more > 0) {
            held.take(more);
            taken += more;
        }
    }

    /** What is left of it is passed over, for a moment; then it is cut off. */
    void passOver() {
        // Who waits for a word to send it gets none.
        if (bytes.isFinished() || served.isCutOff() || request.getHeader("Expect") != null) {
            return;
        }
        served.reads(connections.areFew() ? LINGER_WHILE_FEW : LINGER);
        try {
            byte[] piece = new byte[PIECE];
            int count = bytes.read(piece);
            while (count >= 0) {
                count = bytes.read(piece);
            }
        } catch (IOException e) {
            // The caller is gone, or was cut off.
        } finally {
            served.hasRead();
        }
    }

    /** Its bytes are not needed any more. */
    void release() {
        held.give(taken);
        taken = 0;
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

    private static Problem tooLarge(int most) {
        return Problem.of(413, "BODY_TOO_LARGE", "The body must have at most %d bytes".formatted(most));
    }

    private static Problem tooSlow() {
        return Problem.of(408, "REQUEST_TIMEOUT", "The body did not come in in time");
    }
}
