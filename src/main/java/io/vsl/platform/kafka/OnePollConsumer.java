package io.vsl.platform.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The consumer of a stage. camel-kafka is handed the first record of a poll, which stands for all of them, and the stage
 * takes the poll itself ({@link #takePolled}): Camel would make an exchange of ten headers of each record. After a poll
 * that returned records the next returns none without asking the broker. camel-kafka's batching consumer then dispatches
 * what it has at once, and holds nothing of its own during a rebalance or an error.
 *
 * <p>What is read and handed to nobody, since a transaction was aborted or is marked as ended there, is committed here:
 * the stage sees no poll of it, and the group would be behind by it without end.
 */
public sealed class OnePollConsumer extends KafkaConsumer<byte[], byte[]> permits DueConsumer, GatheringConsumer {

    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    /** How long a poll waits at most when all is being stopped. */
    private static final Duration HURRIED = Duration.ofMillis(100);

    private ConsumerRecords<byte[], byte[]> polled = ConsumerRecords.empty();
    private boolean dispatch;

    /** Up to where records of a partition were polled that are not committed. */
    private final Map<TopicPartition, Long> uncommitted = new HashMap<>();
    /** Up to where a partition has nothing for the stage, though it was read. */
    private final Map<TopicPartition, OffsetAndMetadata> passedOver = new HashMap<>();

    private boolean committing;

    /** Whether it may be waiting for records; the next two belong to it, and all to whoever has this consumer's lock. */
    private boolean waits;

    private boolean isHurried;
    private boolean isWoken;

    private UnaryOperator<ConsumerRebalanceListener> listeners = UnaryOperator.identity();

    OnePollConsumer(Properties settings) {
        super(settings);
    }

    /** Begins where that group was, in partitions in which its own group has no place yet. */
    void takeOver(String formerGroup, Properties settings) {
        listeners = listener -> new FormerGroup(formerGroup, settings, this, listener);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, listeners.apply(listener));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (dispatch) {
            dispatch = false;
            return ConsumerRecords.empty();
        }
        if (!polled.isEmpty()) {
            throw new IllegalStateException("The records of the last poll were not taken");
        }
        polled = read(timeout);
        dispatch = !polled.isEmpty();
        if (dispatch) {
            polled.nextOffsets().forEach((partition, next) -> uncommitted.put(partition, next.offset()));
            return first(polled);
        }
        passedOver.putAll(polled.nextOffsets());
        commitPassedOver();
        return polled;
    }

    /**
     * Never over a record that waits for its commit. One that fails is tried again after the next poll; what a later
     * owner of the partition reads again for it are no records.
     */
    private void commitPassedOver() {
        if (passedOver.isEmpty() || committing) {
            return;
        }
        passedOver.keySet().retainAll(assignment());
        uncommitted.keySet().retainAll(assignment());
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(passedOver);
        next.keySet().removeAll(uncommitted.keySet());
        if (!next.isEmpty()) {
            committing = true;
            commitAsync(next, (offsets, failure) -> {
                committing = false;
                if (failure == null) {
                    passedOver.entrySet().removeAll(offsets.entrySet());
                }
            });
        }
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        super.commitSync(offsets, timeout);
        offsets.forEach((partition, next) -> {
            uncommitted.computeIfPresent(partition, (same, end) -> end > next.offset() ? end : null);
            passedOver.computeIfPresent(partition, (same, end) -> end.offset() > next.offset() ? end : null);
        });
    }

    private static ConsumerRecords<byte[], byte[]> first(ConsumerRecords<byte[], byte[]> polled) {
        ConsumerRecord<byte[], byte[]> first = polled.iterator().next();
        return new ConsumerRecords<>(
                Map.of(new TopicPartition(first.topic(), first.partition()), List.of(first)), polled.nextOffsets());
    }

    /** What the last poll returned, for once. */
    public ConsumerRecords<byte[], byte[]> takePolled() {
        ConsumerRecords<byte[], byte[]> taken = polled;
        polled = ConsumerRecords.empty();
        return taken;
    }

    /**
     * What the brokers have. camel-kafka ends a consumer for good when its login is refused, and the process lives on
     * without it. But a password may be mended and a role's credentials come back: here it is as if the broker were away.
     */
    ConsumerRecords<byte[], byte[]> read(Duration timeout) {
        try {
            return await(timeout);
        } catch (AuthenticationException e) {
            try {
                Thread.sleep(AFTER_REFUSAL.toMillis());
            } catch (InterruptedException interrupted) {
                throw new InterruptException(interrupted);
            }
            throw new KafkaException("The login is refused, and tried again: " + e.getMessage(), e);
        }
    }

    /**
     * On any thread: from now on it waits for a moment only. camel-kafka stops one consumer after the other, and waits for
     * the end of the poll of each.
     */
    synchronized void hurry() {
        isHurried = true;
        if (waits) {
            isWoken = true;
            wakeup();
        }
    }

    private ConsumerRecords<byte[], byte[]> await(Duration timeout) {
        boolean hurries = beginsToWait() && timeout.compareTo(HURRIED) > 0;
        try {
            ConsumerRecords<byte[], byte[]> found = super.poll(hurries ? HURRIED : timeout);
            if (endsToWait()) {
                passWakeup();
            }
            return found;
        } catch (WakeupException e) {
            if (endsToWait()) {
                return ConsumerRecords.empty();
            }
            throw e;
        }
    }

    /** It came too late for the poll, and would meet the commit. */
    private void passWakeup() {
        try {
            super.poll(Duration.ZERO);
        } catch (WakeupException e) {
            // That is it.
        }
    }

    /** Whether it is hurried. */
    private synchronized boolean beginsToWait() {
        waits = true;
        return isHurried;
    }

    /** Whether it was woken to hurry, since it began. */
    private synchronized boolean endsToWait() {
        boolean woken = isWoken;
        isWoken = false;
        waits = false;
        return woken;
    }
}
