package io.vsl.bench.reference;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients with the settings of the application's stage template; {@code BATCH_SIZE} makes the producer another. */
final class Kafka {

    private Kafka() {}

    static Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", System.getenv("KAFKA_BROKERS"),
                        "acks", "all",
                        "enable.idempotence", "true",
                        "linger.ms", "0",
                        "max.in.flight.requests.per.connection", "1",
                        "compression.type", "lz4",
                        "batch.size", System.getenv().getOrDefault("BATCH_SIZE", "65536")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static Consumer<byte[], byte[]> consumer(String group, String maxPollRecords) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", System.getenv("KAFKA_BROKERS"),
                        "group.id", group,
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "max.poll.records", maxPollRecords,
                        "session.timeout.ms", "10000",
                        "heartbeat.interval.ms", "2000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
