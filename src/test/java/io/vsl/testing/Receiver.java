package io.vsl.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A client's receiver of webhooks, which answers as a test wants and keeps what came. */
public final class Receiver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpServer server;
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Map<String, Function<Received, Integer>> answers = new ConcurrentHashMap<>();

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /** One call; names of headers are in lower case. */
    public record Received(Instant at, String path, Map<String, String> headers, byte[] bytes) {

        public String id() {
            return String.valueOf(headers.get("webhook-id"));
        }

        public JsonNode body() {
            return Http.json(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        Received call = new Received(
                Instant.now(),
                exchange.getRequestURI().getPath(),
                headers,
                exchange.getRequestBody().readAllBytes());
        received.add(call);
        int status = answers.getOrDefault(call.path(), any -> 204).apply(call);
        if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** From now on that path is answered so. */
    public void answer(String path, Function<Received, Integer> status) {
        answers.put(path, status);
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** What came at that path so far, in its order. */
    public List<Received> at(String path) {
        return received.stream().filter(call -> call.path().equals(path)).collect(Collectors.toList());
    }

    /** Waits until so much has come. */
    public List<Received> await(String path, int calls) {
        return Awaitility.await(calls + " calls of " + path)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> at(path), came -> came.size() >= calls);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
