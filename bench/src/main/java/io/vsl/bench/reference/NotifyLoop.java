package io.vsl.bench.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Calls the {@code webhookUrl} of each outcome, those of a poll side by side, and commits when all have answered. Nothing is
 * written down: what fails is not tried again, and who reads the log again calls again.
 */
public final class NotifyLoop {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "HmacSHA256");
    private static final int MOST_CONNECTIONS = 1000;

    private NotifyLoop() {}

    public static void main(String[] args) throws Exception {
        Health.serve();
        Links links = new Links(new Clients(System.getenv()));
        HttpClient http = Vertx.vertx().createHttpClient(new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        try (Consumer<byte[], byte[]> consumer =
                Kafka.consumer(System.getenv("GROUP"), System.getenv("MAX_POLL_RECORDS"))) {
            consumer.subscribe(List.of(System.getenv("TOPICS").split(",")));
            while (true) {
                ConsumerRecords<byte[], byte[]> poll = consumer.poll(Duration.ofMillis(100));
                List<CompletableFuture<?>> calls = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> outcome : poll) {
                    calls.add(call(http, links, outcome));
                }
                CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
                if (!poll.isEmpty()) {
                    consumer.commitSync();
                }
            }
        }
    }

    private static CompletableFuture<?> call(HttpClient http, Links links, ConsumerRecord<byte[], byte[]> outcome)
            throws Exception {
        ObjectNode job = (ObjectNode) JSON.readTree(outcome.value());
        byte[] body = JSON.writeValueAsBytes(body(job, links));
        String id = job.path("jobId").asText();
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        RequestOptions to = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(job.path("webhookUrl").asText())
                .putHeader("content-type", "application/json")
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", timestamp)
                .putHeader("webhook-signature", signature(id + "." + timestamp + ".", body));
        return http.request(to)
                .compose(request -> request.send(Buffer.buffer(body)).compose(HttpClientResponse::body))
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static ObjectNode body(ObjectNode job, Links links) {
        ObjectNode body = JSON.createObjectNode()
                .put("event", "job." + job.path("status").asText())
                .put("timestamp", job.path("completedAt").asText());
        for (String member : List.of("jobId", "userId", "status", "cost", "metadata")) {
            if (job.has(member)) {
                body.set(member, job.get(member));
            }
        }
        ObjectNode result = body.putObject("result").setAll((ObjectNode) job.path("result"));
        String folder = result.path("s3Path").asText() + "/";
        for (JsonNode output : result.path("outputs")) {
            ObjectNode shown = (ObjectNode) output;
            shown.put("originalUrl", links.url(folder + output.path("file").asText()));
            if (output.has("thumbnail")) {
                shown.put(
                        "thumbnailUrl",
                        links.url(folder + output.path("thumbnail").asText()));
            }
        }
        return body;
    }

    private static String signature(String before, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(KEY);
        mac.update(before.getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
