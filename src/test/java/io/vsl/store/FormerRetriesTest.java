package io.vsl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Application;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** An upgrade from a release in which the group {@code vsl.store-retry} read {@code vsl.store.retry}. */
@NeedsServers
class FormerRetriesTest {

    @Test
    void whatTheFormerGroupHasReadIsNotReadAgain() throws Exception {
        String prefix = "u" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> settings = Map.of("VSL_TOPIC_PREFIX", prefix, "VSL_PARTITIONS", "1");
        Application.start(with(settings, "setup")).close();
        String retry = prefix + ".store.retry";
        Log.produce(IntStream.range(0, 3)
                .mapToObj(i -> Log.record(retry, "record " + i, "{}"))
                .toList());
        try (Admin admin = Log.admin()) {
            admin.alterConsumerGroupOffsets(
                            prefix + ".store-retry", Map.of(new TopicPartition(retry, 0), new OffsetAndMetadata(2)))
                    .all()
                    .get();
        }

        try (Application store = Application.start(with(settings, "store"))) {
            Log.await(store.topic("store.dead-letter"), Log.key("record 2"));

            assertThat(Log.read(store.topic("store.dead-letter"))).hasSize(1);
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String stages) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("VSL_STAGES", stages);
        return all;
    }
}
