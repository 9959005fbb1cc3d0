package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsServers
class GatheringConsumerTest {

    private static final int PARTITIONS = 2;
    private static final int AT_MOST = 20;
    private static final Duration GATHER = Duration.ofSeconds(3);
    private static final Duration WAIT = Duration.ofMillis(200);

    private final String topic = "gathering-" + UUID.randomUUID();
    private final String group = "gathering-" + UUID.randomUUID();
    private final GatheringConsumer consumer = new GatheringConsumer(settings(), GATHER);

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Log.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    /** Records that come one by one would be handed over one by one. */
    @Test
    void whatComesWithinAMomentIsHandedOverTogether() throws Exception {
        subscribe(consumer);
        CompletableFuture<Void> writes = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < AT_MOST; i++) {
                write(i, i + 1);
                sleep(GATHER.dividedBy(6));
            }
        });

        ConsumerRecords<byte[], byte[]> read =
                Awaitility.await("records").until(() -> consumer.read(WAIT), found -> found.count() > 2);

        assertThat(read.nextOffsets().keySet()).containsAll(read.partitions());
        writes.get();
    }

    @Test
    void aPollHasNoMoreRecordsThanItMay() {
        subscribe(consumer);
        write(0, 3 * AT_MOST);

        List<String> all = new ArrayList<>();
        while (all.size() < 3 * AT_MOST) {
            List<String> read = values(consumer.read(WAIT));
            assertThat(read).hasSizeLessThanOrEqualTo(AT_MOST);
            all.addAll(read);
        }

        assertThat(all).containsExactlyInAnyOrderElementsOf(values(0, 3 * AT_MOST));
    }

    @Test
    void whatWasGatheredBeforeAFailureIsHandedOverByTheNextRead() {
        subscribe(consumer);
        write(0, 1);
        CompletableFuture<Void> wakeup = CompletableFuture.runAsync(
                consumer::wakeup, CompletableFuture.delayedExecutor(GATHER.toMillis() / 2, TimeUnit.MILLISECONDS));

        assertThatThrownBy(() -> readRecords(consumer)).isInstanceOf(WakeupException.class);

        wakeup.join();
        assertThat(values(consumer.read(WAIT))).containsExactly("0");
    }

    /** Another consumer comes while the first one gathers: it begins where the first one's commits end. */
    @Test
    void whatWasGatheredOfPartitionsThatGoAwayIsForgotten() throws Exception {
        subscribe(consumer);
        write(0, 8);
        CountDownLatch enough = new CountDownLatch(1);
        List<String> others = new ArrayList<>();
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> {
                    try (GatheringConsumer second = new GatheringConsumer(settings(), Duration.ofMillis(1))) {
                        second.subscribe(List.of(topic), Consumers.SILENT);
                        while (enough.getCount() > 0) {
                            others.addAll(values(second.read(WAIT)));
                        }
                    }
                },
                CompletableFuture.delayedExecutor(GATHER.toMillis() / 6, TimeUnit.MILLISECONDS));

        List<String> own = new ArrayList<>();
        Awaitility.await("all records").atMost(Duration.ofSeconds(60)).until(() -> {
            own.addAll(values(consumer.read(WAIT)));
            return own.size() + others.size() >= 8;
        });
        enough.countDown();
        other.get();

        assertThat(others).isNotEmpty();
        own.addAll(others);
        assertThat(own).containsExactlyInAnyOrderElementsOf(values(0, 8));
    }

    private void subscribe(GatheringConsumer consumer) {
        consumer.subscribe(List.of(topic), Consumers.SILENT);
        Awaitility.await("partitions").until(() -> {
            consumer.read(WAIT);
            return consumer.assignment().size() == PARTITIONS;
        });
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(int from, int to) {
        Log.produce(IntStream.range(from, to)
                .mapToObj(i -> Log.record(topic, "key " + i, Integer.toString(i)))
                .toList());
    }

    private static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> values(ConsumerRecords<byte[], byte[]> records) {
        List<String> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            values.add(Log.value(record));
        }
        return values;
    }

    private static ConsumerRecords<byte[], byte[]> readRecords(GatheringConsumer consumer) {
        return Awaitility.await("records").until(() -> consumer.read(WAIT), read -> !read.isEmpty());
    }

    private Properties settings() {
        Properties settings = Consumers.settings(group);
        settings.put("heartbeat.interval.ms", "200");
        settings.put("max.poll.records", Integer.toString(AT_MOST));
        return settings;
    }
}
