package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topic that another group read until now. */
@NeedsServers
class FormerGroupTest {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic = "retry-" + UUID.randomUUID();
    private final String other = "input-" + UUID.randomUUID();
    private final String group = "stage-" + UUID.randomUUID();
    private final String former = group + "-retry";
    private final TopicPartition partition = new TopicPartition(topic, 0);

    @BeforeEach
    void fiveRecordsOfWhichTheFormerGroupHasReadThree() throws Exception {
        try (Admin admin = Log.admin()) {
            admin.createTopics(List.of(
                            new NewTopic(topic, Optional.of(1), Optional.empty()),
                            new NewTopic(other, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            Log.produce(IntStream.range(0, 5)
                    .mapToObj(i -> Log.record(topic, "key", "value " + i))
                    .toList());
            admin.alterConsumerGroupOffsets(former, Map.of(partition, new OffsetAndMetadata(3)))
                    .all()
                    .get();
        }
    }

    @Test
    void itsPlaceIsTakenOver() throws Exception {
        try (OnePollConsumer consumer = consumer(former)) {
            assertThat(first(consumer)).isEqualTo("value 3");
        }
        assertThat(committed()).isEqualTo(3);
    }

    /** Processes of the release before are members of our group, of other topics. */
    @Test
    void itIsTakenOverThoughTheGroupHasMembersAlready() throws Exception {
        try (KafkaConsumer<byte[], byte[]> before = new KafkaConsumer<>(Consumers.settings(group))) {
            before.subscribe(List.of(other));
            Awaitility.await().until(() -> {
                before.poll(POLL);
                return !before.assignment().isEmpty();
            });
            AtomicBoolean alive = new AtomicBoolean(true);
            Thread polling = new Thread(() -> {
                while (alive.get()) {
                    before.poll(POLL);
                }
            });
            polling.start();
            try (OnePollConsumer consumer = consumer(former)) {
                assertThat(first(consumer)).isEqualTo("value 3");
            } finally {
                alive.set(false);
                polling.join();
            }
        }
    }

    @Test
    void aPlaceOfOurOwnStays() throws Exception {
        try (Admin admin = Log.admin()) {
            admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(1)))
                    .all()
                    .get();
        }

        try (OnePollConsumer consumer = consumer(former)) {
            assertThat(first(consumer)).isEqualTo("value 1");
        }
    }

    @Test
    void whereNoneIsKnownItBeginsAtTheBeginning() {
        try (OnePollConsumer consumer = consumer("nobody-" + UUID.randomUUID())) {
            assertThat(first(consumer)).isEqualTo("value 0");
        }
    }

    private OnePollConsumer consumer(String formerGroup) {
        OnePollConsumer consumer = new OnePollConsumer(Consumers.settings(group));
        consumer.takeOver(formerGroup, Consumers.settings(group));
        consumer.subscribe(List.of(topic), Consumers.SILENT);
        return consumer;
    }

    private static String first(OnePollConsumer consumer) {
        Awaitility.await("records").until(() -> !consumer.poll(POLL).isEmpty());
        return Log.value(consumer.takePolled().iterator().next());
    }

    private long committed() throws Exception {
        try (Admin admin = Log.admin()) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition)
                    .offset();
        }
    }
}
