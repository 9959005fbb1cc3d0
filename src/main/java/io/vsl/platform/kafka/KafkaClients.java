package io.vsl.platform.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
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
        return super.getProducer(settings);
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties settings) {
        settings.putAll(security.settings());
        return new OnePollConsumer(settings);
    }

    /**
     * After a poll that returned records the next returns none without asking the broker. camel-kafka's batching
     * consumer then dispatches what it has at once, and holds nothing of its own during a rebalance or an error.
     */
    private static final class OnePollConsumer extends KafkaConsumer<byte[], byte[]> {

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
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            dispatch = !records.isEmpty();
            return records;
        }
    }
}
