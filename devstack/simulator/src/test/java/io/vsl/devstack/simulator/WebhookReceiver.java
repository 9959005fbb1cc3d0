package io.vsl.devstack.simulator;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** Takes webhooks in and answers them as told. */
final class WebhookReceiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** Answers 200. */
    WebhookReceiver() {
        this(call -> 200);
    }

    /** Answers with the status that is told for the number of the call, the first being 0. */
    WebhookReceiver(IntUnaryOperator statuses) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status;
            synchronized (calls) {
                status = statuses.applyAsInt(calls.size());
                calls.add(new Call(
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders().getFirst("webhook-id"),
                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                        body,
                        System.nanoTime()));
            }
            if (status >= 300 && status < 400) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    /** One call that came in; {@code nanos} is of {@link System#nanoTime}. */
    record Call(String uri, String id, String timestamp, String signature, byte[] body, long nanos) {

        JsonObject prediction() {
            return new JsonObject(new String(body, StandardCharsets.UTF_8));
        }

        String status() {
            return prediction().getString("status");
        }

        boolean signedWith(String secret) {
            return new WebhookSignature(secret)
                    .sign(id, Long.parseLong(timestamp), body)
                    .equals(signature);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Call> calls() {
        return calls;
    }

    /** The calls, as soon as there are as many. */
    List<Call> first(int number) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> calls.size() >= number);
        return calls;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
