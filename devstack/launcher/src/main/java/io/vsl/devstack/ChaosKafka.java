package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.devstack.ChaosFault.Growth;
import io.vsl.devstack.ChaosFault.Poisoned;
import io.vsl.devstack.ChaosFault.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What others than the application do to the topics. */
final class ChaosKafka {

    private static final String REQUESTED = "vsl.job.requested";
    private static final Duration COMMIT_WITHIN = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final Producer<byte[], byte[]> producer;
    private final Set<String> topics;
    private final BiConsumer<String, Integer> promises;
    private final Set<String> aborted = ConcurrentHashMap.newKeySet();

    /**
     * @param topics   those that there are
     * @param promises is told of each job that a commit promises, and of the number of its order
     */
    ChaosKafka(
            Map<String, String> environment,
            Producer<byte[], byte[]> producer,
            Set<String> topics,
            BiConsumer<String, Integer> promises) {
        this.environment = environment;
        this.producer = producer;
        this.topics = topics;
        this.promises = promises;
    }

    /** Jobs that were asked for by nobody, since their transactions were aborted. */
    Set<String> aborted() {
        return aborted;
    }

    void poison(Poisoned fault) throws InterruptedException, ExecutionException {
        requireTopic(fault.topic());
        producer.send(fault.poison().in(fault.topic(), UUID.randomUUID())).get();
    }

    /** @throws org.apache.kafka.common.KafkaException when nobody knows what became of the transaction */
    void write(Transaction fault, ChaosThrower.Wait wait) throws InterruptedException, ExecutionException {
        String job = fault.job().toString();
        try (Producer<byte[], byte[]> transactional = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        environment.get("KAFKA_BROKERS"),
                        "transactional.id",
                        "chaos-" + job,
                        "transaction.timeout.ms",
                        "40000",
                        "max.block.ms",
                        "30000",
                        "request.timeout.ms",
                        "5000",
                        "delivery.timeout.ms",
                        "30000"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            if (fault.aborts()) {
                // Whatever fails from here on, nobody commits it.
                aborted.add(job);
            }
            transactional
                    .send(new ProducerRecord<>(
                            REQUESTED, bytes(job), bytes(request(fault).toString())))
                    .get();
            wait.until(fault.lasts());
            if (fault.aborts()) {
                transactional.abortTransaction();
            } else {
                commit(transactional);
                promises.accept(job, fault.number());
            }
        }
    }

    void grow(Growth fault) throws InterruptedException, ExecutionException {
        requireTopic(fault.topic());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", environment.get("KAFKA_BROKERS")))) {
            int now = Objects.requireNonNull(admin.describeTopics(Set.of(fault.topic()))
                            .allTopicNames()
                            .get()
                            .get(fault.topic()))
                    .partitions()
                    .size();
            admin.createPartitions(Map.of(fault.topic(), NewPartitions.increaseTo(now + fault.by())))
                    .all()
                    .get();
        }
    }

    /** What was not answered may be asked again, and is the same commit. */
    private static void commit(Producer<byte[], byte[]> transactional) {
        long deadline = System.nanoTime() + COMMIT_WITHIN.toNanos();
        while (true) {
            try {
                transactional.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private JsonNode request(Transaction fault) {
        JsonNode request = JobRequest.of(
                Objects.requireNonNull(environment.get("VSL_USER_ID")),
                "image",
                "flux-schnell",
                "a ferry, in a transaction",
                Map.of("megapixels", "\"0.25\""));
        ((ObjectNode) request).putObject("metadata").put(ChaosPlan.NUMBER, fault.number());
        return request;
    }

    private void requireTopic(String topic) {
        if (!topics.contains(topic)) {
            throw new UserError("there is no such topic");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
