package io.vsl.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** The events of a job that the application has run, and the same of as many other jobs as one likes. */
final class JobEvents {

    private static final String SAMPLE = "sample";
    private static final List<String> TYPES = List.of("job.accepted", "job.started", "job.generated", "job.completed");
    private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int PREDICTION_ID_BITS = 130;

    private final Random random = new Random(1);
    private @Nullable Sample sample;

    /** The events of one job, in the order in which they happened. */
    private record Sample(List<ConsumerRecord<String, String>> events, String jobId, String predictionId) {}

    /** The names of the topics, in the order in which the events of a job happen. */
    static List<String> topics(String prefix) {
        return TYPES.stream().map(type -> prefix + "." + type).toList();
    }

    private static Sample sample(Run run) throws IOException, InterruptedException {
        try (Program vsl = run.vsl("all", Map.of("VSL_TOPIC_PREFIX", SAMPLE))) {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(vsl.url() + "/generate-media"))
                                    .header("X-API-Key", run.servers().get("VSL_API_KEY"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(IngressScenario.BODY))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            List<ConsumerRecord<String, String>> events = read(run.servers().get("KAFKA_BROKERS"));
            JsonNode completed = new ObjectMapper().readTree(events.getLast().value());
            return new Sample(
                    events,
                    completed.path("jobId").asText(),
                    completed.path("predictionId").asText());
        }
    }

    private static List<ConsumerRecord<String, String>> read(String brokers) {
        List<ConsumerRecord<String, String>> events = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "group.id", SAMPLE, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(topics(SAMPLE));
            long give = System.nanoTime() + PATIENCE_NANOS;
            while (events.size() < TYPES.size()) {
                consumer.poll(Duration.ofMillis(100)).forEach(events::add);
                if (System.nanoTime() > give) {
                    throw new IllegalStateException("The sample of a job does not complete");
                }
            }
        }
        events.sort(Comparator.comparing(event -> TYPES.indexOf(type(event))));
        return events;
    }

    private static String type(ConsumerRecord<?, ?> event) {
        return event.topic().substring(SAMPLE.length() + 1);
    }

    /** The events of so many jobs, one job after the other, each with ids of its own. */
    Stream<ProducerRecord<byte[], byte[]>> ofJobs(Run run, String prefix, long jobs)
            throws IOException, InterruptedException {
        Sample from = sample == null ? sample(run) : sample;
        sample = from;
        long now = System.currentTimeMillis();
        return Stream.iterate(now, time -> time < now + jobs, time -> time + 1).flatMap(time -> {
            String jobId = uuidV7(time).toString();
            String predictionId = new BigInteger(PREDICTION_ID_BITS, random).toString(Character.MAX_RADIX);
            return from.events().stream()
                    .map(event -> copy(event, prefix, text -> text.replace(from.jobId(), jobId)
                            .replace(from.predictionId(), predictionId)));
        });
    }

    /** As the application makes them. */
    private UUID uuidV7(long millis) {
        return new UUID(millis << 16 | 0x7000 | random.nextInt(1 << 12), random.nextLong() >>> 2 | Long.MIN_VALUE);
    }

    private static ProducerRecord<byte[], byte[]> copy(
            ConsumerRecord<String, String> event, String prefix, UnaryOperator<String> renamed) {
        List<Header> headers = new ArrayList<>();
        event.headers()
                .forEach(header -> headers.add(new RecordHeader(
                        header.key(), bytes(renamed.apply(new String(header.value(), StandardCharsets.UTF_8))))));
        return new ProducerRecord<>(
                prefix + "." + type(event),
                null,
                bytes(renamed.apply(event.key())),
                bytes(renamed.apply(event.value())),
                headers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
