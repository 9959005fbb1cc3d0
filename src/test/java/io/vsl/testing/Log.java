package io.vsl.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The topics, by Kafka's own clients. */
public final class Log {

    /** In bytes, and before compression: a hostile producer sets no limit of its own. */
    private static final int LARGEST_RECORD = 16 << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final String LATEST = "message.timestamp.after.max.ms";

    private Log() {}

    /** Writes a record and returns when the broker has it. */
    public static void produce(String topic, @Nullable String key, byte[] value) {
        produce(List.of(new ProducerRecord<>(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value)));
    }

    /** Writes records, in their order, and returns when the broker has them. */
    public static void produce(List<ProducerRecord<byte[], byte[]>> records) {
        produce("gzip", records);
    }

    /** The same, packed by that codec. */
    public static void produce(String codec, List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put("max.request.size", LARGEST_RECORD);
        settings.put("compression.type", codec);
        // With more, Kafka's producer never gets its sequence in order again when a new topic refuses the first.
        settings.put("max.in.flight.requests.per.connection", 1);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Future<RecordMetadata> sent :
                    records.stream().map(producer::send).toList()) {
                sent.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static void produce(String topic, @Nullable String key, String value) {
        produce(topic, key, value.getBytes(StandardCharsets.UTF_8));
    }

    public static ProducerRecord<byte[], byte[]> record(String topic, String key, String value) {
        return new ProducerRecord<>(
                topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a record to a stage's retry topic, as a replay does. */
    public static void replay(String retryTopic, ConsumerRecord<byte[], byte[]> read) {
        replay(retryTopic, List.of(read));
    }

    /** The same of several. */
    public static void replay(String retryTopic, List<ConsumerRecord<byte[], byte[]>> read) {
        produce(read.stream().map(one -> again(retryTopic, one)).toList());
    }

    private static ProducerRecord<byte[], byte[]> again(String retryTopic, ConsumerRecord<byte[], byte[]> read) {
        ProducerRecord<byte[], byte[]> again =
                new ProducerRecord<>(retryTopic, null, read.key(), read.value(), new RecordHeaders(read.headers()));
        Map.of(
                        "retry-topic",
                        read.topic(),
                        "retry-partition",
                        Integer.toString(read.partition()),
                        "retry-offset",
                        Long.toString(read.offset()),
                        "retry-timestamp",
                        Instant.ofEpochMilli(read.timestamp()).toString())
                .forEach((name, value) -> again.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return again;
    }

    /** How many records were written to a topic so far. */
    public static long size(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer
                    .endOffsets(consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList())
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** All records of a topic so far. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** The first record of a topic that fits, once there is one. */
    public static ConsumerRecord<byte[], byte[]> await(String topic, Predicate<ConsumerRecord<byte[], byte[]>> fits) {
        return Awaitility.await("a record on " + topic)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> read(topic).stream().filter(fits).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    /** Waits until a consumer group has committed all there is on the topics. */
    public static void awaitDrained(String group, List<String> topics) {
        awaitDrained(group, topics, settings());
    }

    /** The same, but for what is part of an open transaction or stands behind one. */
    public static void awaitStable(String group, List<String> topics) {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put("isolation.level", "read_committed");
        awaitDrained(group, topics, settings);
    }

    private static void awaitDrained(String group, List<String> topics, Map<String, Object> settings) {
        try (Admin admin = admin();
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Awaitility.await(group + " to drain")
                    .atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                                .partitionsToOffsetAndMetadata()
                                .get();
                        return consumer.endOffsets(partitions).entrySet().stream()
                                .allMatch(end -> end.getValue() == 0
                                        || committed.get(end.getKey()) != null
                                                && committed.get(end.getKey()).offset() >= end.getValue());
                    });
        }
    }

    /** Has a topic take records of any time, as brokers before 4.0 do: now they refuse what is ahead by more than an hour. */
    public static void takeAnyTime(List<String> topics) {
        String any = Long.toString(Long.MAX_VALUE);
        AlterConfigOp take = new AlterConfigOp(new ConfigEntry(LATEST, any), AlterConfigOp.OpType.SET);
        try (Admin admin = admin()) {
            List<ConfigResource> resources = topics.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            admin.incrementalAlterConfigs(resources.stream()
                            .collect(Collectors.toMap(resource -> resource, resource -> List.of(take))))
                    .all()
                    .get();
            // The broker hears of it from the controller.
            Awaitility.await(LATEST)
                    .atMost(TIMEOUT)
                    .until(() -> admin.describeConfigs(resources).all().get().values().stream()
                            .allMatch(config -> config.get(LATEST).value().equals(any)));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Removes all topics of an installation that has ended. What is left of earlier tests makes the broker slow, and
     * slowest when it starts again.
     */
    public static void deleteTopics(String prefix) {
        try (Admin admin = admin()) {
            List<String> left = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(prefix + "."))
                    .toList();
            admin.deleteTopics(left).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static Predicate<ConsumerRecord<byte[], byte[]>> key(String key) {
        return record -> record.key() != null && new String(record.key(), StandardCharsets.UTF_8).equals(key);
    }

    public static String value(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    public static Admin admin() {
        return Admin.create(settings());
    }

    private static Map<String, Object> settings() {
        return Map.of(
                "bootstrap.servers",
                Devstack.shared().get("KAFKA_BROKERS"),
                "group.id",
                "test-" + UUID.randomUUID(),
                "enable.auto.commit",
                "false");
    }
}
