package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsServers
class OnePollConsumerTest {

    private static final int RECORDS = 5;

    private final String topic = "one-poll-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final OnePollConsumer consumer = new OnePollConsumer(Consumers.settings("one-poll-" + UUID.randomUUID()));

    @BeforeEach
    void writeRecords() throws Exception {
        try (Admin admin = Log.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        Log.produce(IntStream.range(0, RECORDS)
                .mapToObj(i -> Log.record(topic, "key", "value " + i))
                .toList());
        consumer.assign(List.of(partition));
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void oneRecordStandsForThePollThatTheStageTakes() {
        ConsumerRecords<byte[], byte[]> handed = pollRecords();

        ConsumerRecords<byte[], byte[]> taken = consumer.takePolled();
        assertThat(handed).singleElement().isEqualTo(taken.iterator().next());
        assertThat(taken.records(partition))
                .extracting(Log::value)
                .containsExactly("value 0", "value 1", "value 2", "value 3", "value 4");
        assertThat(taken.nextOffsets()).hasEntrySatisfying(partition, next -> assertThat(next)
                .extracting(OffsetAndMetadata::offset)
                .isEqualTo((long) RECORDS));
        assertThat(consumer.takePolled()).isEmpty();
    }

    @Test
    void afterRecordsThereAreNoneSoThatCamelDispatchesThem() {
        pollRecords();
        Log.produce(topic, "key", "another");

        assertThat(consumer.poll(Duration.ofSeconds(5))).isEmpty();
    }

    /** What nobody took would be passed over by the next commit. */
    @Test
    void doesNotReadOnBeforeThePollIsTaken() {
        pollRecords();
        consumer.poll(Duration.ZERO);

        assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not taken");
    }

    /** The end of an aborted transaction is no record, and the group would be behind by it without end. */
    @Test
    void whatIsReadAndHandedToNobodyIsCommitted() {
        try (Transaction aborted = Transaction.of(List.of(Log.record(topic, "key", "never")))) {
            pollRecords();
            ConsumerRecords<byte[], byte[]> taken = consumer.takePolled();
            consumer.commitSync(taken.nextOffsets(), Duration.ofSeconds(10));
            assertThat(taken.count()).isEqualTo(RECORDS);
            assertThat(consumer.poll(Duration.ZERO)).isEmpty();
            aborted.abort();

            Awaitility.await("the end to be committed").until(() -> {
                assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
                return committed() == Log.size(topic);
            });
        }
    }

    @Test
    void nothingIsCommittedOverRecordsThatAreNot() {
        pollRecords();
        consumer.takePolled();
        consumer.poll(Duration.ZERO);
        try (Transaction aborted = Transaction.of(List.of(Log.record(topic, "key", "never")))) {
            aborted.abort();
        }

        Awaitility.await("the end to be reached").until(() -> {
            assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
            return consumer.position(partition) == Log.size(topic);
        });
        for (int i = 0; i < RECORDS; i++) {
            consumer.poll(Duration.ofMillis(100));
        }

        assertThat(committed()).isEqualTo(-1);
    }

    @Test
    void whoHurriesItWaitsNoLongerForRecordsThatDoNotCome() {
        pollRecords();
        consumer.takePolled();
        consumer.poll(Duration.ZERO);
        CompletableFuture<Void> hurry =
                CompletableFuture.runAsync(consumer::hurry, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
        Instant begun = Instant.now();

        for (int polls = 0; polls < 5; polls++) {
            assertThat(consumer.poll(Duration.ofMinutes(1))).isEmpty();
        }

        hurry.join();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(RECORDS)), Duration.ofSeconds(10));
        assertThat(committed()).isEqualTo(RECORDS);
    }

    private long committed() {
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        return committed == null ? -1 : committed.offset();
    }

    private ConsumerRecords<byte[], byte[]> pollRecords() {
        return Awaitility.await("records")
                .until(() -> consumer.poll(Duration.ofMillis(100)), found -> !found.isEmpty());
    }
}
