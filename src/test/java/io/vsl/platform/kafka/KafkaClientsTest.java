package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaClientsTest {

    private final KafkaClients clients = new KafkaClients(
            new KafkaSecurity(PlainTopics.properties("localhost:1", "t")),
            PlainTopics.withPrefix("t"),
            Clock.systemUTC(),
            Executors.newVirtualThreadPerTaskExecutor());

    /** camel-kafka asks with the same settings again when it connects anew. */
    @ParameterizedTest
    @CsvSource({"due, 0, DueConsumer", "all, 0, OnePollConsumer", "all, 50, GatheringConsumer"})
    void aRouteChoosesItsConsumerEachTimeItConnects(String handsOver, String gather, String consumer) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                "localhost:1",
                "group.id",
                "t.delay",
                KafkaClients.HANDS_OVER,
                handsOver,
                KafkaClients.FORMER_GROUP,
                "none",
                KafkaClients.GATHER,
                gather,
                "max.poll.records",
                "10",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));

        for (int connects = 0; connects < 2; connects++) {
            try (Consumer<?, ?> made = clients.getConsumer(settings)) {
                assertThat(made.getClass().getSimpleName()).isEqualTo(consumer);
            }
        }
    }
}
