package io.vsl.platform.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.stereotype.Component;

/** Opens the log for reading beside the stages. */
@Component
public class OpenLog {

    /** Of one answer of a broker: what is held at once, whatever the size of the records. */
    private static final int FETCH_BYTES = 8 << 20;

    /** Partitions that are added are seen so soon by a reader that stays open. */
    private static final int METADATA_MS = 5_000;

    /** How long the brokers keep a fetch for which they have nothing. */
    private static final int FOLLOWING_WAIT_MS = 500;

    private final KafkaProperties properties;
    private final KafkaSecurity security;
    private final Topics topics;

    OpenLog(KafkaProperties properties, KafkaSecurity security, Topics topics) {
        this.topics = topics;
        this.properties = properties;
        this.security = security;
    }

    public LogReader open() {
        return new LogReader(consumer(settings()));
    }

    /**
     * For reading topics as they grow.
     *
     * @param stage whose place in them is asked for
     */
    public LogFollower follow(List<String> followed, String stage) {
        Map<String, Object> settings = settings();
        // Nobody joins it: what it has committed is read.
        settings.put("group.id", topics.group(stage));
        settings.put("fetch.max.wait.ms", FOLLOWING_WAIT_MS);
        return new LogFollower(consumer(settings), followed);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(security.settings());
        settings.put("bootstrap.servers", properties.brokers());
        settings.put("enable.auto.commit", false);
        settings.put("allow.auto.create.topics", false);
        settings.put("auto.offset.reset", "earliest");
        // What the log has, and where it ends, is the same to a reader as to a stage.
        settings.put("isolation.level", "read_committed");
        settings.put("metadata.max.age.ms", METADATA_MS);
        settings.put("fetch.max.bytes", FETCH_BYTES);
        settings.put("default.api.timeout.ms", 20_000);
        return settings;
    }
}
