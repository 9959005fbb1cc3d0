package io.vsl.bench.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.apache.catalina.LifecycleException;

/**
 * A job from its request to its files without a queue: each step saves the job in PostgreSQL, with its event, and goes on
 * in a thread of its own. What was under way when the process ends stays as it was. A job says when Replicate had it, when
 * it was reported and, in Redis, when its outcome was saved, for those who measure.
 */
public final class Pipeline extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String MODEL = "/models/black-forest-labs/flux-schnell/predictions";
    /** As many calls, and jobs being stored, at once as the application has. */
    private static final int CALLS = 64;

    private static final int STORED_AT_ONCE = 16;

    private final transient Executor threads = Http.threads("job-");
    private final transient HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final transient Semaphore calls = new Semaphore(CALLS);
    private final transient Semaphore storing = new Semaphore(STORED_AT_ONCE);
    private final transient ObjectMapper json = new ObjectMapper();
    private final transient WebhookSignature signature =
            new WebhookSignature(System.getenv("REPLICATE_WEBHOOK_SECRET"));
    private final transient JobStores jobs;
    private final transient OutputFiles files;

    private Pipeline() {
        Clients clients = new Clients(System.getenv());
        jobs = new JobStores(clients, System.getenv("DYNAMODB_TABLE"));
        files = new OutputFiles(clients.s3(), System.getenv("S3_BUCKET"), http);
    }

    public static void main(String[] args) throws IOException, LifecycleException {
        Http.serve(new Pipeline());
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private void inBackground(Semaphore most, Step step) {
        threads.execute(() -> {
            most.acquireUninterruptibly();
            try {
                step.run();
            } catch (Exception e) {
                System.err.println("A step failed: " + e);
            } finally {
                most.release();
            }
        });
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (request.getRequestURI().equals("/webhook/replicate")) {
                reported(request, response);
            } else {
                submitted(request, response);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            e.printStackTrace();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private void submitted(HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (!System.getenv("VSL_API_KEY").equals(request.getHeader("X-API-Key"))) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        JsonNode wanted = json.readTree(request.getInputStream());
        ObjectNode job = json.createObjectNode()
                .put("jobId", UUID.randomUUID().toString())
                .put("status", "pending")
                .put("mediaType", wanted.path("mediaType").asText())
                .put("modelId", wanted.path("modelId").asText())
                .put("userId", System.getenv("VSL_USER_ID"))
                .put("createdAt", now().toString())
                .put("estimatedTime", 5)
                .put("estimatedCost", new BigDecimal("0.003"));
        jobs.save(job, "accepted", 1);
        jobs.show(job);
        Http.answer(response, HttpServletResponse.SC_ACCEPTED, json.writeValueAsBytes(job));
        inBackground(calls, () -> generate(job, wanted));
    }

    private void generate(ObjectNode job, JsonNode wanted) throws IOException, InterruptedException, SQLException {
        ObjectNode prediction = json.createObjectNode();
        ObjectNode input = prediction.putObject("input").setAll((ObjectNode) wanted.path("parameters"));
        input.putIfAbsent("prompt", wanted.path("prompt"));
        prediction.put(
                "webhook",
                System.getenv("WEBHOOK_BASE_URL") + "/webhook/replicate?job="
                        + job.path("jobId").asText());
        prediction.putArray("webhook_events_filter").add("completed");
        HttpResponse<byte[]> created = http.send(
                HttpRequest.newBuilder(URI.create(System.getenv("REPLICATE_API_URL") + MODEL))
                        .header("Authorization", "Bearer " + System.getenv("REPLICATE_API_TOKEN"))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(prediction)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (created.statusCode() != HttpServletResponse.SC_CREATED) {
            throw new IOException("Replicate answers " + created.statusCode());
        }
        processing(job, json.readTree(created.body()));
        jobs.save(job, "started", 2);
    }

    private void reported(HttpServletRequest request, HttpServletResponse response)
            throws IOException, SQLException, GeneralSecurityException {
        byte[] body = request.getInputStream().readAllBytes();
        if (!signature.verifies(request, body)) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        Instant reported = now();
        JsonNode prediction = json.readTree(body);
        ObjectNode job = jobs.find(request.getParameter("job"));
        processing(job, prediction);
        job.put("predictedAt", prediction.path("created_at").asText()).put("reportedAt", reported.toString());
        jobs.save(job, "generated", 3);
        Http.answer(response, HttpServletResponse.SC_OK, "{}".getBytes(StandardCharsets.UTF_8));
        inBackground(
                storing,
                () -> store(job, URI.create(prediction.path("output").path(0).asText())));
    }

    private static void processing(ObjectNode job, JsonNode prediction) {
        job.put("status", "processing")
                .put("predictionId", prediction.path("id").asText());
    }

    private void store(ObjectNode job, URI output) throws Exception {
        ObjectNode result = files.store(job, output);
        Instant completed = now();
        job.put("status", "completed")
                .put("completedAt", completed.toString())
                .put(
                        "processingTime",
                        Duration.between(Instant.parse(job.path("createdAt").asText()), completed)
                                        .toMillis()
                                / 1000.0)
                .put("cost", job.path("estimatedCost").decimalValue())
                .set("result", result);
        files.put(result.path("s3Path").asText() + "/metadata.json", "application/json", json.writeValueAsBytes(job));
        jobs.save(job, "completed", 4);
        job.put("savedAt", now().toString());
        jobs.show(job);
        jobs.keepItem(job);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
