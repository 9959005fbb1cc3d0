package io.vsl.devstack;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records that are not what any topic is for. */
enum Poison {
    NO_VALUE("aKey", null),
    EMPTY("aKey", ""),
    TEXT("aKey", "not JSON"),
    CUT_OFF("aKey", "{\"jobId\":"),
    ARRAY("aKey", "[]"),
    NUMBER("aKey", "7"),
    NO_MEMBERS("aKey", "{}"),
    WRONG_TYPES("aKey", "{\"jobId\":7,\"status\":[\"completed\"],\"userId\":{},\"createdAt\":\"yesterday\"}"),
    DEEP("aKey", "[".repeat(20_000)),
    LARGE("aKey", "{\"x\":\"" + "x".repeat(900_000) + "\"}"),
    NO_KEY(null, "{}"),
    NOT_A_UUID("no uuid", "{}"),
    NOT_UTF_8("aKey", "\u00ff\u00fe\u0000\u0080"),
    HEADERS("aKey", "{}");

    /** What a client of the platform might obey. */
    private static final Map<String, String> HOSTILE = Map.of(
            "CamelKafkaOverrideTopic", "vsl.job.completed", "kafka.OVERRIDE_TOPIC", "vsl.job.completed",
            "retry-due", "never", "retry-attempt", "-1", "ce_time", "tomorrow", "ce_id", "", "context", "forged");

    private final @Nullable String key;
    private final @Nullable String value;

    Poison(@Nullable String key, @Nullable String value) {
        this.key = key;
        this.value = value;
    }

    ProducerRecord<byte[], byte[]> in(String topic, UUID jobId) {
        byte[] keyBytes = key == null ? null
                : (key.equals("aKey") ? jobId.toString() : key).getBytes(StandardCharsets.UTF_8);
        // In this encoding every character up to 255 is one byte, whatever UTF-8 has to say to it.
        byte[] valueBytes = value == null ? null : value.getBytes(StandardCharsets.ISO_8859_1);
        ProducerRecord<byte[], byte[]> poisoned = new ProducerRecord<>(topic, keyBytes, valueBytes);
        if (this == HEADERS) {
            HOSTILE.forEach((name, text) -> poisoned.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        }
        return poisoned;
    }
}
