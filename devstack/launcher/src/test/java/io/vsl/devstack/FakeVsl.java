package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of VSL's API as the launcher uses. A job is pending at the first look and has ended at the second; the model
 * {@code broken} fails, {@code refused} isn't taken, what {@code damaged} makes isn't what its job says, and the second
 * look at {@code busy} is answered by 503.
 */
final class FakeVsl implements AutoCloseable {

    static final String API_KEY = "plainly-a-fake-key";
    static final byte[] MEDIA = "bytes of a picture".getBytes(StandardCharsets.UTF_8);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> submitted = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> looks = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeVsl() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/generate-media", this::submit);
        server.createContext("/status/", this::status);
        server.createContext("/media/", exchange -> answer(exchange, 200, MEDIA));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<JsonNode> submitted() {
        return submitted;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void submit(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        if (!API_KEY.equals(exchange.getRequestHeaders().getFirst("X-API-Key"))) {
            answer(exchange, 401, JSON.createObjectNode().put("error", "No such key"));
        } else if (request.path("modelId").asText().equals("refused")) {
            ObjectNode problem = JSON.createObjectNode().put("error", "The request has faults");
            problem.putArray("details")
                    .addObject()
                    .put("field", "parameters.width")
                    .put("message", "is too large");
            answer(exchange, 400, problem);
        } else {
            submitted.add(request);
            answer(exchange, 202, JSON.createObjectNode().put("jobId", "job-" + (submitted.size() - 1)));
        }
    }

    private void status(HttpExchange exchange) throws IOException {
        String jobId = exchange.getRequestURI().getPath().substring("/status/".length());
        if (!jobId.startsWith("job-")) {
            answer(exchange, 404, JSON.createObjectNode().put("error", "No such job"));
            return;
        }
        JsonNode request = submitted.get(Integer.parseInt(jobId.substring("job-".length())));
        String model = request.path("modelId").asText();
        ObjectNode job = JSON.createObjectNode()
                .put("jobId", jobId)
                .put("modelId", model)
                .put("mediaType", request.path("mediaType").asText())
                .put("estimatedTime", 5);
        int look = looks.merge(jobId, 1, Integer::sum);
        if (look == 2 && model.equals("busy")) {
            exchange.getResponseHeaders().set("Retry-After", "0");
            answer(exchange, 503, JSON.createObjectNode().put("error", "The outcome is on its way"));
            return;
        }
        if (look == 1) {
            job.put("status", "pending");
        } else if (model.equals("broken")) {
            job.put("status", "failed")
                    .putObject("error")
                    .put("code", "CONTENT_FLAGGED")
                    .put("message", "Not allowed");
        } else {
            job.put("status", "completed")
                    .put("cost", 0.003)
                    .putObject("result")
                    .put("originalUrl", url() + "/media/" + jobId + "/original.webp?signature=fake")
                    .put("contentType", "image/webp")
                    .put("fileSize", MEDIA.length)
                    .put("sha256", model.equals("damaged") ? "00" : sha256(MEDIA));
        }
        answer(exchange, 200, job);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        answer(exchange, status, JSON.writeValueAsBytes(body));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
