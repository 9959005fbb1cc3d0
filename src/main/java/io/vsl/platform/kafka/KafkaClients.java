package io.vsl.platform.kafka;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the clients of camel-kafka. */
@Component
class KafkaClients extends DefaultKafkaClientFactory {

    private final KafkaSecurity security;

    KafkaClients(KafkaSecurity security) {
        this.security = security;
    }

    @Override
    public Producer<?, ?> getProducer(Properties settings) {
        settings.putAll(security.settings());
        return new FailFastProducer(settings);
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties settings) {
        settings.putAll(security.settings());
        return new OnePollConsumer(settings);
    }

    /**
     * camel-kafka hands over the records of a poll one by one, and looks at what became of them afterwards. While all
     * brokers are away there is no metadata, and each of them would wait {@code max.block.ms}: the first one's failure is
     * that of all.
     */
    private static final class FailFastProducer extends KafkaProducer<byte[], byte[]> {

        FailFastProducer(Properties settings) {
            super(settings);
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            Future<RecordMetadata> sent = super.send(record, callback);
            if (sent.isDone()) {
                try {
                    sent.get();
                } catch (ExecutionException e) {
                    throw new KafkaException(e.getCause());
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
            return sent;
        }
    }

    /**
     * After a poll that returned records the next returns none without asking the broker. camel-kafka's batching
     * consumer then dispatches what it has at once, and holds nothing of its own during a rebalance or an error.
     */
    private static final class OnePollConsumer extends KafkaConsumer<byte[], byte[]> {

        private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

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
            ConsumerRecords<byte[], byte[]> records = pollUnlessRefused(timeout);
            dispatch = !records.isEmpty();
            return records;
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
}
