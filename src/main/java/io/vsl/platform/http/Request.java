package io.vsl.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** A request, from its head to the end of its answer. */
final class Request {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** What browsers are to make of any answer: nothing but what it says that it is, and in no frame. */
    private static final Map<CharSequence, CharSequence> SECURITY = Map.of(
            header("X-Content-Type-Options"), header("nosniff"),
            header("Content-Security-Policy"), header("default-src 'none'; frame-ancestors 'none'"),
            header("Referrer-Policy"), header("no-referrer"),
            header("Strict-Transport-Security"), header("max-age=31536000"));

    /** Of a body that nobody wants: who is still sending it is to see the answer. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final Duration LINGER_WHILE_FEW = Duration.ofMillis(200);

    private final HttpServerRequest http;
    private final Connection connection;
    private final Connections connections;
    private final RequestBody body;
    private final Streams streams;
    private final HttpDate date;
    private final Cors cors;
    private final BiConsumer<Request, Integer> answered;
    private final long begun = System.nanoTime();
    private volatile String route = "none";

    /** @param answered is told the status */
    Request(
            HttpServerRequest http,
            Connection connection,
            Connections connections,
            RequestBody body,
            Streams streams,
            HttpDate date,
            Cors cors,
            BiConsumer<Request, Integer> answered) {
        this.http = http;
        this.connection = connection;
        this.connections = connections;
        this.body = body;
        this.streams = streams;
        this.date = date;
        this.cors = cors;
        this.answered = answered;
    }

    /** GET, POST … in capitals, or whatever was sent. */
    String method() {
        return http.method().name();
    }

    /** As it was sent, without the query. */
    String path() {
        return Objects.requireNonNull(http.path());
    }

    /** Header names in any case. */
    HttpServerRequest head() {
        return http;
    }

    /**
     * Whether it says for whom it is, as HTTP/1.1 demands (RFC 9112, section 3.2), and its body comes in a form that we read
     * (section 6.1).
     */
    boolean isReadable() {
        boolean hasHost = http.version() == HttpVersion.HTTP_1_0
                || http.headers().getAll("Host").size() == 1;
        return hasHost && http.headers().getAll("Transfer-Encoding").stream().allMatch("chunked"::equalsIgnoreCase);
    }

    List<String> accept() {
        return http.headers().getAll("Accept");
    }

    RequestBody body() {
        return body;
    }

    /** The path of the route that takes it, as metrics have it: one of few. */
    void isFor(String pattern) {
        route = pattern;
    }

    String route() {
        return route;
    }

    /** In nanoseconds, since its head was there. */
    long age() {
        return System.nanoTime() - begun;
    }

    private static CharSequence header(String text) {
        return io.vertx.core.http.HttpHeaders.createOptimized(text);
    }

    /** Once; on any thread. */
    void answer(Answer answer) {
        Answer asTaken = Packing.of(answer, http.headers().getAll("Accept-Encoding"));
        connection.run(() -> write(asTaken));
    }

    /** Once; on any thread. The source is ended in any case. */
    void stream(Answer head, EventSource source) {
        connection.run(() -> begin(head, source));
    }

    private void begin(Answer head, EventSource source) {
        HttpServerResponse response = http.response();
        if (response.closed() || method().equals("HEAD")) {
            source.end();
            write(head);
            return;
        }
        try {
            streams.begin(source.owner());
        } catch (Problem e) {
            source.end();
            write(Answer.of(e, path()));
            return;
        }
        boolean isLast = body.endsConnection();
        writeHead(head, isLast);
        response.setChunked(true);
        EventStream stream = new EventStream(response, connection, source, streams, () -> goOn(isLast));
        connection.streams(stream);
        stream.begin();
    }

    private void writeHead(Answer answer, boolean isLast) {
        body.release();
        answered.accept(this, answer.status());
        HttpServerResponse response = http.response();
        response.setStatusCode(answer.status());
        SECURITY.forEach(response::putHeader);
        // A page has a policy of its own.
        answer.headers().forEach(response::putHeader);
        response.putHeader("Date", date.now());
        cors.headers(http, path()).forEach(response.headers()::add);
        if (isLast) {
            response.putHeader("Connection", "close");
        }
    }

    private void write(Answer answer) {
        boolean isLast = body.endsConnection();
        HttpServerResponse response = http.response();
        if (response.closed()) {
            body.release();
            answered.accept(this, answer.status());
            return;
        }
        writeHead(answer, isLast);
        if (answer.status() != NO_CONTENT && answer.status() != NOT_MODIFIED) {
            response.putHeader("Content-Length", Integer.toString(answer.body().bytes().length));
        }
        (method().equals("HEAD")
                        ? response.end()
                        : response.end(Buffer.buffer(answer.body().bytes())))
                .onComplete(written -> connection.run(() -> goOn(isLast)));
    }

    private void goOn(boolean isLast) {
        if (isLast) {
            connection.close();
        } else if (body.isOver()) {
            connection.free();
        } else {
            body.passOver();
            connection.passesOver(connections.areFew() ? LINGER_WHILE_FEW : LINGER);
        }
    }
}
