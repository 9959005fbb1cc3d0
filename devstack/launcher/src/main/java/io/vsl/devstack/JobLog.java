package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the topics say, read from their beginning. For one thread. */
final class JobLog implements AutoCloseable {

    private static final String COMPLETED = "vsl.job.completed";
    private static final String ACCEPTED = "vsl.job.accepted";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, List<JsonNode>> outcomes = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();

    JobLog(String brokers) {
        admin = Admin.create(Map.of("bootstrap.servers", brokers));
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "metadata.max.age.ms",
                        "5000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The names of all topics. */
    Set<String> topics() throws InterruptedException, ExecutionException {
        return admin.listTopics().names().get();
    }

    /** Reads up to what is there now. */
    void read() {
        // Those that are there keep their place; some may have been added.
        consumer.assign(Stream.of(ACCEPTED, COMPLETED)
                .flatMap(topic -> partitions(topic).stream())
                .toList());
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::take);
        }
    }

    /** The different outcomes of each job, in the order of the log. There is to be one. */
    Map<String, List<JsonNode>> outcomes() {
        return outcomes;
    }

    /** The jobs that were accepted. */
    Set<String> accepted() {
        return accepted;
    }

    /** How many dead letters there are, by topic. */
    SortedMap<String, Long> deadLetters() throws InterruptedException, ExecutionException {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (String topic : topics()) {
            if (topic.startsWith("vsl.") && topic.endsWith(".dead-letter")) {
                counts.put(
                        topic,
                        consumer.endOffsets(partitions(topic)).values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
            }
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** How many records each stage has still to read, by consumer group and partition; none where it has read all. */
    SortedMap<String, Long> unread() throws InterruptedException, ExecutionException {
        SortedMap<String, Long> unread = new TreeMap<>();
        List<String> groups = admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .filter(group -> group.startsWith("vsl."))
                .toList();
        for (String group : groups) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            // A partition of which nothing was ever committed isn't listed.
            Set<TopicPartition> all = committed.keySet().stream()
                    .map(TopicPartition::topic)
                    .distinct()
                    .flatMap(topic -> partitions(topic).stream())
                    .collect(Collectors.toSet());
            consumer.endOffsets(all).forEach((partition, end) -> {
                OffsetAndMetadata offset = committed.get(partition);
                long behind = end - (offset == null ? 0 : offset.offset());
                if (behind > 0) {
                    unread.put(group + " in " + partition, behind);
                }
            });
        }
        return unread;
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }

    private Collection<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** What isn't the application's own event about the job that is its key is poison, which we put there ourselves. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        Header id = record.headers().lastHeader("ce_id");
        if (id == null || !new String(id.value(), StandardCharsets.UTF_8).startsWith(key + "/")) {
            return;
        }
        try {
            JsonNode value = JSON.readTree(record.value());
            if (!key.equals(value.path("jobId").asText())) {
                return;
            }
            if (record.topic().equals(ACCEPTED)) {
                accepted.add(key);
            } else {
                List<JsonNode> before = outcomes.computeIfAbsent(key, job -> new ArrayList<>());
                if (!before.contains(value)) {
                    before.add(value);
                }
            }
        } catch (IOException notJson) {
            // poison
        }
    }
}
