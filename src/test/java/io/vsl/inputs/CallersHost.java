package io.vsl.inputs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A host of files that callers name, which need not mean well. */
final class CallersHost implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What it does with a call. */
    interface Answer {
        void give(HttpExchange call) throws IOException;
    }

    CallersHost() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", call -> {
            asked.incrementAndGet();
            try (call) {
                answers.getOrDefault(call.getRequestURI().getPath(), status(404))
                        .give(call);
            }
        });
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    int asked() {
        return asked.get();
    }

    CallersHost at(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    static Answer file(String contentType, byte[] content) {
        return call -> {
            call.getResponseHeaders().add("Content-Type", contentType);
            call.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            call.getResponseBody().write(content);
        };
    }

    static Answer status(int status) {
        return call -> call.sendResponseHeaders(status, -1);
    }

    static Answer redirect(String to) {
        return call -> {
            call.getResponseHeaders().add("Location", to);
            call.sendResponseHeaders(302, -1);
        };
    }

    /** It says that there is a file, and never ends to send it. */
    Answer neverEnding() {
        return call -> {
            call.sendResponseHeaders(200, 0);
            call.getResponseBody().write(new byte[100]);
            call.getResponseBody().flush();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
