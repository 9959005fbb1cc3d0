package io.vsl.platform.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the log where one likes, as bytes and without a consumer group: nobody's place in it changes. Used by one
 * thread at a time; a thread that is interrupted gets Kafka's {@code InterruptException}.
 */
public final class LogReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;

    LogReader(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** All that stands on these topics at this moment, by topic in their order and by partition. */
    public List<Range> ranges(Collection<String> topics) {
        List<TopicPartition> places = places(topics);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(places);
        Map<TopicPartition, Long> ends = consumer.endOffsets(places);
        return places.stream()
                .map(place -> new Range(place.topic(), place.partition(), at(begins, place), at(ends, place)))
                .toList();
    }

    /** All partitions, by topic in their order and by partition. */
    List<TopicPartition> places(Collection<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream()
                        .map(PartitionInfo::partition)
                        .sorted()
                        .map(partition -> new TopicPartition(topic, partition)))
                .toList();
    }

    /** Of each range what stands at or after its first record of that time or later. */
    public List<Range> since(List<Range> ranges, Instant time) {
        Map<TopicPartition, Long> firsts = firsts(ranges, time);
        return ranges.stream()
                .map(range -> range.startingAt(at(firsts, range.place())))
                .toList();
    }

    /** Of each range what stands before its first record of that time or later. */
    public List<Range> until(List<Range> ranges, Instant time) {
        Map<TopicPartition, Long> firsts = firsts(ranges, time);
        return ranges.stream()
                .map(range -> range.endingBefore(at(firsts, range.place())))
                .toList();
    }

    private static <T> T at(Map<TopicPartition, T> values, TopicPartition place) {
        return Objects.requireNonNull(values.get(place), place::toString);
    }

    private Map<TopicPartition, Long> firsts(List<Range> ranges, Instant time) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        ranges.forEach(range -> wanted.put(range.place(), time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
        Map<TopicPartition, Long> firsts = new HashMap<>();
        ranges.forEach(range -> firsts.put(
                range.place(),
                Optional.ofNullable(found.get(range.place()))
                        .map(OffsetAndTimestamp::offset)
                        .orElse(range.to())));
        return firsts;
    }

    /**
     * Reads these ranges to their ends, some records at once, each partition in the log's order. A partition stands in
     * them once.
     */
    public void read(List<Range> ranges, Consumer<List<Consumed>> sink) {
        Map<TopicPartition, Range> open = new LinkedHashMap<>();
        ranges.stream().filter(range -> range.size() > 0).forEach(range -> open.put(range.place(), range));
        consumer.assign(open.keySet());
        consumer.resume(open.keySet());
        open.forEach((place, range) -> consumer.seek(place, range.from()));
        while (!open.isEmpty()) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            List<Consumed> records = StreamSupport.stream(polled.spliterator(), false)
                    .filter(record -> contains(open, record))
                    .map(Consumed::of)
                    .toList();
            if (!records.isEmpty()) {
                sink.accept(records);
            }
            List<TopicPartition> done = open.values().stream()
                    .map(Range::place)
                    .filter(place -> consumer.position(place) >= at(open, place).to())
                    .toList();
            consumer.pause(done);
            open.keySet().removeAll(done);
        }
    }

    private static boolean contains(Map<TopicPartition, Range> open, ConsumerRecord<byte[], byte[]> record) {
        return at(open, new TopicPartition(record.topic(), record.partition())).contains(record.offset());
    }

    /** The record that stands there, if one does. */
    public Optional<Consumed> find(String topic, int partition, long offset) {
        List<Consumed> found = new ArrayList<>();
        ranges(List.of(topic)).stream()
                .filter(range -> range.partition() == partition && range.contains(offset))
                .map(range -> range.startingAt(offset).endingBefore(offset + 1))
                .forEach(range -> read(List.of(range), found::addAll));
        return found.stream().findFirst();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
