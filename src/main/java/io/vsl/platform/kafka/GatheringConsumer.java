package io.vsl.platform.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The consumer of a stage whose poll costs much the same for one record as for many. Once there are records it waits for a
 * moment, and hands over with them what has come since. While there are none it waits as others do: a fetch that waits
 * for more than a byte would come back empty many times a second.
 */
final class GatheringConsumer extends OnePollConsumer {

    /** For what the brokers have by now. */
    private static final Duration SOON = Duration.ofMillis(10);

    /** What has come meanwhile stands in several answers: of the fetch that was under way, and of those after it. */
    private static final int READS = 5;

    private final Duration gather;
    private final int atMost;
    private final int perRead;
    private Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> gathered = new LinkedHashMap<>();
    private Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();

    /** @param settings with a number of records that a poll hands over at most */
    GatheringConsumer(Properties settings, Duration gather) {
        super(halved(settings));
        this.gather = gather;
        this.atMost = atMost(settings);
        this.perRead = perRead(settings);
    }

    private static Properties halved(Properties settings) {
        Properties halved = new Properties();
        halved.putAll(settings);
        halved.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, perRead(settings));
        return halved;
    }

    /** Two full reads make one full poll. */
    private static int perRead(Properties settings) {
        return Math.max(1, atMost(settings) / 2);
    }

    private static int atMost(Properties settings) {
        return Integer.parseInt(String.valueOf(settings.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG)));
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Forget(listener));
    }

    /** What was gathered before a read that fails is handed over by the next. */
    @Override
    ConsumerRecords<byte[], byte[]> read(Duration timeout) {
        boolean more = gather(super.read(gathered.isEmpty() ? timeout : SOON));
        if (more) {
            if (count() < perRead) {
                sleep();
            }
            for (int reads = 1; more && reads < READS && count() + perRead <= atMost; reads++) {
                more = gather(super.read(SOON));
            }
        }
        ConsumerRecords<byte[], byte[]> all = new ConsumerRecords<>(gathered, next);
        gathered = new LinkedHashMap<>();
        next = new HashMap<>();
        return all;
    }

    private int count() {
        return gathered.values().stream().mapToInt(List::size).sum();
    }

    private boolean gather(ConsumerRecords<byte[], byte[]> read) {
        for (TopicPartition place : read.partitions()) {
            gathered.computeIfAbsent(place, first -> new ArrayList<>()).addAll(read.records(place));
        }
        next.putAll(read.nextOffsets());
        return !read.isEmpty();
    }

    private void sleep() {
        try {
            Thread.sleep(gather);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** What was gathered of partitions that go away is read again by whoever gets them. */
    private final class Forget implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener listener;

        Forget(ConsumerRebalanceListener listener) {
            this.listener = listener;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            forget(partitions);
            listener.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
            listener.onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            listener.onPartitionsAssigned(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            partitions.forEach(gathered::remove);
            partitions.forEach(next::remove);
        }
    }
}
