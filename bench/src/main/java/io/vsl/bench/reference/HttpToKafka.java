package io.vsl.bench.reference;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.catalina.LifecycleException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts what it is sent into Kafka and answers 202 when all in-sync replicas have it. */
public final class HttpToKafka {

    private HttpToKafka() {}

    public static void main(String[] args) throws IOException, LifecycleException {
        Producer<byte[], byte[]> producer = Kafka.producer();
        String topic = System.getenv("TOPIC");
        Http.serve(new HttpServlet() {
            @Override
            protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                byte[] body = request.getInputStream().readAllBytes();
                String id = UUID.randomUUID().toString();
                try {
                    producer.send(new ProducerRecord<>(topic, id.getBytes(StandardCharsets.UTF_8), body))
                            .get();
                } catch (ExecutionException e) {
                    response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                    return;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                Http.answer(
                        response,
                        HttpServletResponse.SC_ACCEPTED,
                        "{\"jobId\":\"%s\",\"status\":\"pending\"}"
                                .formatted(id)
                                .getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
