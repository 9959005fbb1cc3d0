package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A client's receiver of webhooks. It refuses some outcomes once, and keeps what it was told of each job. */
final class ChaosReceiver implements AutoCloseable {

    private static final int REFUSES_ONE_OF = 10;
    private static final int REFUSED = 500;
    private static final int TAKEN = 204;

    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Map<String, Set<String>> told = new ConcurrentHashMap<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    ChaosReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** The jobs of which it has taken the outcome. */
    Set<String> taken() {
        return taken;
    }

    /** By job, each different way in which it was told of it: webhook-id and {@link ChaosWatch#standing}. */
    Map<String, Set<String>> told() {
        return told;
    }

    private void take(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        JsonNode body = json.readTree(exchange.getRequestBody());
        String job = body.path("jobId").asText();
        Set<String> ofJob = told.computeIfAbsent(job, key -> ConcurrentHashMap.newKeySet());
        boolean isFirst = ofJob.isEmpty();
        ofJob.add(id + " " + ChaosWatch.standing(body, "timestamp"));
        boolean refuses = isFirst && job.hashCode() % REFUSES_ONE_OF == 0;
        if (!refuses) {
            taken.add(job);
        }
        exchange.sendResponseHeaders(refuses ? REFUSED : TAKEN, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
