package io.vsl.platform.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The consumer of a stage. camel-kafka is handed the first record of a poll, which stands for all of them, and the stage
 * takes the poll itself ({@link #takePolled}): Camel would make an exchange of ten headers of each record. After a poll
 * that returned records the next returns none without asking the broker. camel-kafka's batching consumer then dispatches
 * what it has at once, and holds nothing of its own during a rebalance or an error.
 */
public final class OnePollConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private ConsumerRecords<byte[], byte[]> polled = ConsumerRecords.empty();
    private boolean dispatch;

    OnePollConsumer(Properties settings) {
        super(settings);
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
        polled = pollUnlessRefused(timeout);
        dispatch = !polled.isEmpty();
        return dispatch ? first(polled) : polled;
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
     * camel-kafka ends a consumer for good when its login is refused, and the process lives on without it. But a
     * password may be mended and a role's credentials come back: here it is as if the broker were away.
     */
    private ConsumerRecords<byte[], byte[]> pollUnlessRefused(Duration timeout) {
        try {
            return super.poll(timeout);
        } catch (AuthenticationException e) {
            try {
                Thread.sleep(AFTER_REFUSAL.toMillis());
            } catch (InterruptedException interrupted) {
                throw new InterruptException(interrupted);
            }
            throw new KafkaException("The login is refused, and tried again: " + e.getMessage(), e);
        }
    }
}
