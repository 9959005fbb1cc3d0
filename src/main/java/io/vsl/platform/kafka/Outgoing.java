package io.vsl.platform.kafka;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record to be written to Kafka.
 *
 * @param topic   the whole name
 * @param headers by name, written as UTF-8
 */
public record Outgoing(String topic, byte @Nullable [] key, byte[] value, Map<String, Object> headers) {

    public Outgoing {
        headers = Map.copyOf(headers);
    }
}
