package io.vsl.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What was written to topics, and when: a record's timestamp is of the moment when its producer was given it. */
final class Topics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final KafkaConsumer<String, String> consumer;

    Topics(Servers servers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.get("KAFKA_BROKERS")),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /**
     * The records of a topic since then, by key, once there are so many keys.
     *
     * @throws IllegalStateException when they don't come within a minute
     */
    Map<String, ConsumerRecord<String, String>> read(String topic, Instant since, int keys) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        consumer.assign(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> from = consumer.offsetsForTimes(times);
        consumer.seekToEnd(partitions.stream()
                .filter(partition -> from.get(partition) == null)
                .toList());
        from.values().removeIf(Objects::isNull);
        from.forEach((partition, at) -> consumer.seek(partition, at.offset()));
        Map<String, ConsumerRecord<String, String>> found = new HashMap<>();
        long give = System.nanoTime() + PATIENCE_NANOS;
        while (found.size() < keys) {
            consumer.poll(POLL).forEach(record -> found.putIfAbsent(record.key(), record));
            if (System.nanoTime() > give) {
                throw new IllegalStateException("%d of %d keys came to %s".formatted(found.size(), keys, topic));
            }
        }
        return found;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
