package io.vsl.platform.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics as they grow, all their partitions, also those that are added. It is no member of a consumer group, and
 * nobody's place changes; used by one thread. What Kafka's client throws goes through.
 */
public final class LogFollower implements AutoCloseable {

    /** Partitions that were added are looked for so often. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LogReader log;
    private final List<String> topics;
    private final Set<TopicPartition> places = new HashSet<>();
    private long looked = System.nanoTime();

    LogFollower(KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
        this.consumer = consumer;
        this.log = new LogReader(consumer);
        this.topics = topics;
    }

    /**
     * Begins with the first record of each partition that is of that time or later.
     *
     * @return where each partition begins to be read, and where it ended at that moment
     */
    public List<Range> begin(Instant from) {
        List<Range> ranges = log.since(log.ranges(topics), from);
        ranges.forEach(range -> places.add(range.place()));
        consumer.assign(places);
        ranges.forEach(range -> consumer.seek(range.place(), range.from()));
        return ranges;
    }

    /** What has come, waiting so long for it. */
    public List<Consumed> poll(Duration wait) {
        return StreamSupport.stream(consumer.poll(wait).spliterator(), false)
                .map(Consumed::of)
                .toList();
    }

    /** Partitions that were added, which are read from their beginning; mostly none, without asking. */
    public List<Range> added() {
        if (System.nanoTime() - looked < LOOK_EVERY.toNanos()) {
            return List.of();
        }
        looked = System.nanoTime();
        List<TopicPartition> added = log.places(topics).stream()
                .filter(place -> !places.contains(place))
                .toList();
        if (added.isEmpty()) {
            return List.of();
        }
        places.addAll(added);
        consumer.assign(places);
        consumer.seekToBeginning(added);
        return added.stream()
                .map(place -> new Range(place.topic(), place.partition(), consumer.position(place), 0))
                .toList();
    }

    /** The first record that the stage, whose place the reader was opened with, has not done yet, of each partition. */
    public List<Place> done(Duration wait) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(places, wait);
        return places.stream()
                .map(place -> new Place(
                        place.topic(),
                        place.partition(),
                        Optional.ofNullable(committed.get(place))
                                .map(OffsetAndMetadata::offset)
                                .orElse(0L)))
                .toList();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }

    /** A place in the log. */
    public record Place(String topic, int partition, long offset) {}
}
