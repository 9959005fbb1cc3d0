package io.vsl.platform.kafka;

import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.topology.Topology;
import java.time.Duration;

/** The names of topics without an application. */
public final class PlainTopics {

    private PlainTopics() {}

    public static Topics withPrefix(String prefix) {
        return new Topics(properties("localhost:9092", prefix), Topology.read(Topology.DEFAULT));
    }

    /** Records on topics of that prefix. */
    public static EventRecords records(String prefix) {
        return new EventRecords(JsonConfiguration.json(), withPrefix(prefix));
    }

    /** How these brokers' log is opened without an application. */
    public static OpenLog openLog(String brokers) {
        KafkaProperties properties = properties(brokers, "vsl");
        return new OpenLog(
                properties, new KafkaSecurity(properties), new Topics(properties, Topology.read(Topology.DEFAULT)));
    }

    static KafkaProperties properties(String brokers, String prefix) {
        return new KafkaProperties(
                brokers,
                prefix,
                KafkaProperties.KafkaAuth.NONE,
                null,
                null,
                null,
                null,
                null,
                1,
                (short) -1,
                Duration.ofSeconds(-1));
    }
}
