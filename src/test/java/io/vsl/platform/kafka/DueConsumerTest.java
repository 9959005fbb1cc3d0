package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.HandDrivenClock;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsServers
class DueConsumerTest {

    private static final Duration TIER = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String topic = "due-" + UUID.randomUUID();
    private final String group = "due-" + UUID.randomUUID();
    private final TopicPartition first = new TopicPartition(topic, 0);
    private final TopicPartition second = new TopicPartition(topic, 1);
    private final HandDrivenClock clock = new HandDrivenClock(Instant.now());
    private final List<DueConsumer> consumers = new ArrayList<>();

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Log.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(2), Optional.empty())
                            .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void close() {
        consumers.forEach(DueConsumer::close);
    }

    @Test
    void handsOverWhatIsDueAndNothingBehindARecordThatIsNot() {
        produce(0, "a", due(Duration.ZERO), "b", due(TIER), "c", due(Duration.ZERO));
        DueConsumer consumer = consumer();

        assertThat(polled(consumer)).containsExactly("a");
        assertThat(consumer.position(first)).isEqualTo(1);
        assertThat(consumer.currentLag(first)).hasValue(2);
        assertThat(consumer.paused()).containsExactly(first);
        assertThat(pollsOf(consumer, 10)).isEmpty();

        clock.forward(TIER);

        assertThat(polled(consumer)).containsExactly("b", "c");
    }

    @Test
    void aPartitionThatWaitsHoldsNoOther() {
        produce(0, "a", due(Duration.ofDays(1)));
        DueConsumer consumer = consumer();
        assertThat(pollsOf(consumer, 5)).isEmpty();

        produce(1, "b", due(Duration.ZERO));

        assertThat(polled(consumer)).containsExactly("b");
        assertThat(consumer.paused()).contains(first).doesNotContain(second);
    }

    @Test
    void nothingIsCommittedThatWasNotHandedOver() {
        produce(1, "c", due(TIER));
        DueConsumer consumer = consumer();
        awaitPaused(consumer, Set.of(second));
        produce(0, "a", due(Duration.ZERO), "b", due(TIER));

        ConsumerRecords<byte[], byte[]> taken = taken(consumer);

        assertThat(taken.nextOffsets()).containsOnlyKeys(first);
        assertThat(taken.nextOffsets().get(first).offset()).isEqualTo(1);
        consumer.commitSync(taken.nextOffsets(), Duration.ofSeconds(10));
        assertThat(pollsOf(consumer, 10)).isEmpty();
        assertThat(committed(consumer, first)).isEqualTo(1);
        assertThat(committed(consumer, second)).isEqualTo(-1);
    }

    /** Whoever takes it sees that it isn't due, and lets it wait elsewhere. */
    @Test
    void aTimeThatIsWrongHoldsAPartitionForNoLongerThanTheTier() {
        produce(0, "forged", due(Duration.ofDays(300)), "b", due(TIER));
        DueConsumer consumer = consumer();
        assertThat(pollsOf(consumer, 5)).isEmpty();

        clock.forward(TIER.plus(DueConsumer.GRACE));

        assertThat(polled(consumer)).containsExactly("forged", "b");
    }

    @Test
    void whatSaysNoTimeOrOneThatNobodyMeansIsHandedOverAtOnce() {
        produce(0, "unreadable", "tomorrow", "none", null, "too far", "2999-01-01T00:00:00Z");

        assertThat(polled(consumer())).containsExactly("unreadable", "none", "too far");
    }

    @Test
    void aRecordThatWaitsIsReadOnceNotAgainAndAgain() {
        produce(0, "a", due(TIER));
        DueConsumer consumer = consumer();
        awaitPaused(consumer, Set.of(first));
        produce(1, "b", due(TIER));
        awaitPaused(consumer, Set.of(first, second));
        // What was asked for before it was paused is answered first.
        pollsOf(consumer, 5);
        double before = fetches(consumer);
        long begun = System.nanoTime();

        assertThat(pollsOf(consumer, 20)).isEmpty();

        assertThat(fetches(consumer)).isEqualTo(before);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(POLL.multipliedBy(18));
    }

    @Test
    void aPartitionThatGoesToAnotherTakesNothingAlong() {
        DueConsumer one = subscribed();
        produce(0, "a", due(TIER));
        produce(1, "b", due(TIER));
        awaitPaused(one, Set.of(first, second));
        DueConsumer other = subscribed();
        Awaitility.await("a partition each").until(() -> {
            assertThat(pollsOf(one, 1)).isEmpty();
            assertThat(pollsOf(other, 1)).isEmpty();
            return one.assignment().size() == 1
                    && other.assignment().size() == 1
                    && one.paused().size() == 1
                    && other.paused().size() == 1;
        });

        clock.forward(TIER);

        List<String> all = new ArrayList<>();
        all.addAll(polled(one));
        all.addAll(polled(other));
        assertThat(all).containsExactlyInAnyOrder("a", "b");
    }

    /** As after a kill: the offset was never committed. */
    @Test
    void whatWasHandedOverAndNotCommittedComesAgain() {
        produce(0, "a", due(Duration.ZERO), "b", due(TIER));
        DueConsumer one = subscribed();
        assertThat(polled(one)).containsExactly("a");
        one.close();
        consumers.remove(one);

        assertThat(polled(subscribed())).containsExactly("a");
    }

    @Test
    void theEndOfATransactionIsCommittedAlthoughNobodyIsHandedIt() {
        DueConsumer consumer = consumer();
        try (Transaction aborted = Transaction.of(List.of(record(0, "never", due(Duration.ZERO))))) {
            aborted.abort();
        }
        produce(0, "a", due(TIER));

        awaitPaused(consumer, Set.of(first));
        assertThat(committed(consumer, first)).isLessThanOrEqualTo(2);
        clock.forward(TIER);
        ConsumerRecords<byte[], byte[]> taken = taken(consumer);

        assertThat(taken.nextOffsets().get(first).offset()).isEqualTo(3);
    }

    @Test
    void aClockThatIsSetBackDoesNotMakeAPartitionWaitForLonger() {
        produce(0, "a", due(TIER));
        DueConsumer consumer = consumer();
        awaitPaused(consumer, Set.of(first));

        clock.forward(Duration.ofDays(-300));
        assertThat(pollsOf(consumer, 10)).isEmpty();
        clock.forward(TIER.plus(DueConsumer.GRACE));

        assertThat(polled(consumer)).containsExactly("a");
    }

    private DueConsumer consumer() {
        DueConsumer consumer = open();
        consumer.assign(List.of(first, second));
        return consumer;
    }

    private DueConsumer subscribed() {
        DueConsumer consumer = open();
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private DueConsumer open() {
        Properties settings = Consumers.settings(group);
        settings.put("fetch.max.wait.ms", "20");
        DueConsumer consumer = new DueConsumer(settings, any -> TIER, clock);
        consumers.add(consumer);
        return consumer;
    }

    private String due(Duration in) {
        return clock.instant().plus(in).toString();
    }

    /** Values, each with the time when it is due. */
    private void produce(int partition, String... valuesAndTimes) {
        Log.produce(IntStream.range(0, valuesAndTimes.length / 2)
                .mapToObj(i -> record(partition, valuesAndTimes[2 * i], valuesAndTimes[2 * i + 1]))
                .toList());
    }

    private ProducerRecord<byte[], byte[]> record(int partition, String value, String due) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8));
        if (due != null) {
            record.headers().add(DelayHeaders.DUE, due.getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    private static ConsumerRecords<byte[], byte[]> taken(DueConsumer consumer) {
        Awaitility.await("records").until(() -> !consumer.poll(POLL).isEmpty());
        ConsumerRecords<byte[], byte[]> taken = consumer.takePolled();
        assertThat(consumer.poll(Duration.ZERO)).isEmpty();
        return taken;
    }

    private static List<String> polled(DueConsumer consumer) {
        return values(taken(consumer));
    }

    private static List<String> pollsOf(DueConsumer consumer, int polls) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < polls; i++) {
            consumer.poll(POLL);
            all.addAll(values(consumer.takePolled()));
        }
        return all;
    }

    private static List<String> values(ConsumerRecords<byte[], byte[]> records) {
        return StreamSupport.stream(records.spliterator(), false)
                .map(Log::value)
                .toList();
    }

    /** Without a record that is due. */
    private static void awaitPaused(DueConsumer consumer, Set<TopicPartition> places) {
        Awaitility.await(places + " to be paused").until(() -> {
            if (consumer.paused().containsAll(places)) {
                return true;
            }
            consumer.poll(POLL);
            return false;
        });
    }

    private static double fetches(DueConsumer consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("fetch-total")
                        && metric.getKey().tags().size() == 1)
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    private static long committed(DueConsumer consumer, TopicPartition place) {
        OffsetAndMetadata committed = consumer.committed(Set.of(place)).get(place);
        return committed == null ? -1 : committed.offset();
    }
}
