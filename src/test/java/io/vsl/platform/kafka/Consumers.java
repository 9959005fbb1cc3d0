package io.vsl.platform.kafka;

import io.vsl.testing.Devstack;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What tests of consumers share. */
final class Consumers {

    /** Does nothing. */
    static final ConsumerRebalanceListener SILENT = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };

    private Consumers() {}

    /** As the stage template has them, for the tests' Kafka; a new object. */
    static Properties settings(String group) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                Devstack.shared().get("KAFKA_BROKERS"),
                "group.id",
                group,
                "enable.auto.commit",
                "false",
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));
        return settings;
    }
}
