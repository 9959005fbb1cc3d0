package io.vsl.platform.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record to be written to Kafka.
 *
 * @param topic   the whole name
 * @param headers by name, written as UTF-8
 */
public record Outgoing(String topic, byte @Nullable [] key, byte[] value, Map<String, Object> headers) {

    /** What a topic takes, in bytes; the producer's maxRequestSize in policy.camel.yaml is the same. */
    static final int MAX_BYTES = 4 << 20;

    /** What the log's format adds to a record, at most: a batch's head, lengths, the frames of the compression. */
    private static final int OVERHEAD = 16 << 10;

    private static final int OVERHEAD_OF_HEADER = 16;

    public Outgoing {
        headers = Map.copyOf(headers);
    }

    /** Whether a topic takes a record of this size. */
    public boolean fits() {
        long size = (long) value.length + (key == null ? 0 : key.length) + OVERHEAD;
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            size += bytes(header.getKey()) + bytes(header.getValue()) + OVERHEAD_OF_HEADER;
        }
        return size <= MAX_BYTES;
    }

    private static int bytes(Object text) {
        return text instanceof byte[] bytes ? bytes.length : text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
