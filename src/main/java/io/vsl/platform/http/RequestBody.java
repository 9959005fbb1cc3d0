package io.vsl.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A request's body, which nobody has read yet: a route reads it once it knows who calls. Compressed bodies are refused:
 * what a few bytes of them unpack to has no bound. So are those that say they aren't JSON. A body that doesn't say what it
 * is passes. Until it is wanted none of it is taken from the socket but what came with the head.
 */
final class RequestBody {

    private static final Set<String> PLAIN = Set.of("", "identity");

    private static final Duration ASK_AGAIN = Duration.ofMillis(20);

    private static final int PIECE = 8 * 1024;

    private static final long UNKNOWN = -1;

    private final HttpServerRequest request;
    private final Connection connection;
    private final HeldBytes held;
    private final InFlight inFlight;
    private final long length;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    /** What has come and waits for memory, mostly for no time. */
    private final Queue<Buffer> arrived = new ArrayDeque<>();
    /** Of one size: what grows by doubling holds up to twice what it says. */
    private final List<byte[]> pieces = new ArrayList<>();

    private int most;
    private int size;
    private int taken;
    private long seen;
    private long waitsSince;
    private boolean isInFlight;
    private boolean isWanted;
    private boolean isPassedOver;
    private boolean isOver;
    private boolean isCutOff;

    RequestBody(HttpServerRequest request, Connection connection, HeldBytes held, InFlight inFlight) {
        this.request = request;
        this.connection = connection;
        this.held = held;
        this.inFlight = inFlight;
        this.length = length(request);
        if (length == 0) {
            isOver = true;
        } else {
            request.handler(this::arrived);
            request.endHandler(end -> end());
            request.exceptionHandler(gone -> fail(Problem.of(400, "BAD_REQUEST", "The body ended early")));
        }
    }

    /** As its request says; {@value UNKNOWN} when it doesn't. */
    private static long length(HttpServerRequest request) {
        if (request.headers().contains("Transfer-Encoding")) {
            return UNKNOWN;
        }
        String said = request.getHeader("Content-Length");
        return said == null ? 0 : Long.parseLong(said);
    }

    /**
     * Its request is worked on.
     *
     * @throws Problem 503 when there are too many
     */
    void enter() {
        inFlight.begin();
        isInFlight = true;
    }

    /**
     * All of it; the bytes are held until {@link #release}.
     *
     * @param bound bytes
     * @return fails with a Problem 400, 408, 413, 415 or 503
     */
    CompletionStage<byte[]> read(int bound) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !PLAIN.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            return CompletableFuture.failedFuture(
                    Problem.of(415, "UNSUPPORTED_ENCODING", "Content-Encoding must be identity"));
        }
        if (length > bound) {
            return CompletableFuture.failedFuture(tooLarge(bound));
        }
        if (length == 0) {
            return CompletableFuture.completedFuture(new byte[0]);
        }
        connection.run(() -> receive(bound));
        return whole;
    }

    private void receive(int bound) {
        most = bound;
        isWanted = true;
        leave();
        if (whole.isDone()) {
            return;
        }
        if (!isOver) {
            if (waitsForAWord()) {
                request.response().writeContinue();
            }
            connection.reads();
        }
        keepArrived();
    }

    private void arrived(Buffer bytes) {
        seen += bytes.length();
        connection.received(bytes.length());
        if (!isPassedOver && !whole.isDone()) {
            arrived.add(bytes);
            keepArrived();
        }
    }

    /** Unless nobody wants it yet, or it already waits for memory. */
    private void keepArrived() {
        if (isWanted && waitsSince == 0) {
            keepAll();
        }
    }

    private void keepAll() {
        while (!whole.isDone() && !arrived.isEmpty()) {
            Buffer bytes = arrived.element();
            if (size + bytes.length() > most) {
                fail(tooLarge(most));
            } else if (hold(size + bytes.length())) {
                waitsSince = 0;
                keep(arrived.remove());
            } else {
                waitForMemory();
                return;
            }
        }
        if (!whole.isDone()) {
            connection.goOn();
            if (isOver) {
                complete();
            }
        }
    }

    private void waitForMemory() {
        long now = System.nanoTime();
        if (waitsSince == 0) {
            waitsSince = now;
        }
        if (now - waitsSince > HeldBytes.WAIT.toNanos()) {
            fail(held.none());
        } else {
            connection.hold();
            var unused = connection.later(this::keepAll, ASK_AGAIN);
        }
    }

    /** That much of it altogether. */
    private boolean hold(int bytes) {
        int more = bytes + PIECE - HeldBytes.FREE - taken;
        if (more <= 0) {
            return true;
        }
        if (!held.take(more)) {
            return false;
        }
        taken += more;
        return true;
    }

    private void keep(Buffer bytes) {
        int from = 0;
        while (from < bytes.length()) {
            int end = size % PIECE;
            if (end == 0) {
                // A small body is one piece of its own size.
                pieces.add(new byte[length > 0 && length < PIECE ? (int) length : PIECE]);
            }
            byte[] piece = pieces.get(pieces.size() - 1);
            int count = Math.min(piece.length - end, bytes.length() - from);
            bytes.getBytes(from, from + count, piece, end);
            from += count;
            size += count;
        }
    }

    private void end() {
        isOver = true;
        if (isPassedOver) {
            connection.free();
        } else {
            keepArrived();
        }
    }

    private void complete() {
        byte[] body = body();
        if (body.length > 0 && !isJson(request.getHeader("Content-Type"))) {
            fail(Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json, in UTF-8"));
            return;
        }
        try {
            enter();
        } catch (Problem e) {
            fail(e);
            return;
        }
        connection.hasRead();
        whole.complete(body);
    }

    private byte[] body() {
        if (pieces.size() == 1 && pieces.get(0).length == size) {
            return pieces.get(0);
        }
        ByteBuffer body = ByteBuffer.allocate(size);
        pieces.forEach(each -> body.put(each, 0, Math.min(each.length, body.remaining())));
        return body.array();
    }

    private void fail(Problem problem) {
        if (!isPassedOver && !whole.isDone()) {
            pieces.clear();
            arrived.clear();
            connection.hasRead();
            whole.completeExceptionally(problem);
        }
    }

    /** It has taken too long. */
    void cutOff() {
        isCutOff = true;
        fail(Problem.of(408, "REQUEST_TIMEOUT", "The body did not come in in time"));
    }

    /** In bytes, of what is still to come; 0 when nobody knows. */
    long missing() {
        return Math.max(0, length - seen);
    }

    /** Whether nothing of it is left in front of the next request. */
    boolean isOver() {
        return isOver;
    }

    /** Whether the connection is of no use after the answer: nobody knows whether the body still comes. */
    boolean endsConnection() {
        return !isOver && (isCutOff || waitsForAWord() && !isWanted);
    }

    private boolean waitsForAWord() {
        return request.headers().contains("Expect");
    }

    /** What is left of it is passed over, until the connection is free. */
    void passOver() {
        isPassedOver = true;
        arrived.clear();
    }

    /** Its bytes are not needed any more, and its request is not worked on. */
    void release() {
        held.give(taken);
        taken = 0;
        leave();
    }

    private void leave() {
        if (isInFlight) {
            inFlight.end();
            isInFlight = false;
        }
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
}
