package io.vsl.platform.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The consumer of a stage. After a poll that returned records the next returns none without asking the broker.
 * camel-kafka's batching consumer then dispatches what it has at once, and holds nothing of its own during a rebalance or
 * an error.
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
        polled = pollUnlessRefused(timeout);
        dispatch = !polled.isEmpty();
        return polled;
    }

    /** What the last poll returned, for once: camel-kafka has it as an exchange of ten headers for each record. */
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
