package io.vsl.platform.kafka;

import java.time.Duration;

/** The names of topics without an application. */
public final class PlainTopics {

    private PlainTopics() {
    }

    public static Topics withPrefix(String prefix) {
        return new Topics(new KafkaProperties("localhost:9092", prefix, KafkaProperties.KafkaAuth.NONE, null, null, null,
                null, null, 1, (short) -1, Duration.ofSeconds(-1)));
    }
}
