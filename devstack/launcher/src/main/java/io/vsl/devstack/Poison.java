package io.vsl.devstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records that are not what any topic is for, and such as almost are. */
enum Poison {
    NO_VALUE((String) null),
    EMPTY(""),
    TEXT("not JSON"),
    CUT_OFF("{\"jobId\":"),
    ARRAY("[]"),
    NUMBER("7"),
    NO_MEMBERS("{}"),
    WRONG_TYPES("{\"jobId\":7,\"status\":[\"completed\"],\"userId\":{},\"createdAt\":\"yesterday\"}"),
    DEEP("[".repeat(20_000)),
    LARGE("{\"x\":\"" + "x".repeat(900_000) + "\"}"),
    NO_KEY("{}"),
    NOT_A_UUID("{}"),
    NOT_UTF_8("\u00ff\u00fe\u0000\u0080"),
    HEADERS("{}"),
    /** Good but for the record's own time. */
    IN_SECONDS(good -> good),
    AT_EPOCH(good -> good),
    WITHOUT_TIMES(good -> good.remove(List.of("createdAt", "startedAt", "generatedAt", "completedAt", "completed_at"))),
    NULLS(each("(?<!\"jobId)\":(?:[0-9.]+|\"[^\"]*\")", "\":null")),
    NUL(each("(?<!\"jobId)\":\"([^\"]*)\"", "\":\"$1\\\\u0000\"")),
    LONE_SURROGATE(each("(?<!\"jobId)\":\"([^\"]*)\"", "\":\"$1\\\\ud800\"")),
    HUGE(each("\":[0-9.]+", "\":1e400")),
    NEGATIVE(each("\":[0-9.]+", "\":-123456789012345678901234567890")),
    FAR_FUTURE(each("\"[0-9-]+T[0-9:.]+Z\"", "\"+99999-01-01T00:00:00Z\"")),
    FAR_PAST(each("\"[0-9-]+T[0-9:.]+Z\"", "\"-0001-01-01T00:00:00Z\"")),
    /** More than DynamoDB takes. */
    DOCUMENT(good -> good.set("metadata", good.objectNode().put("large", "x".repeat(600_000))));

    /** What a client of the platform might obey. */
    private static final Map<String, String> HOSTILE = Map.of(
            "CamelKafkaOverrideTopic",
            "vsl.job.completed",
            "kafka.OVERRIDE_TOPIC",
            "vsl.job.completed",
            "retry-due",
            "never",
            "retry-attempt",
            "-1",
            "ce_time",
            "tomorrow",
            "ce_id",
            "",
            "context",
            "forged");

    private static final int MS = 1_000;

    /** What becomes of a good record. */
    private final Function<ObjectNode, @Nullable Object> spoiled;

    Poison(@Nullable String value) {
        this(good -> value);
    }

    Poison(Function<ObjectNode, @Nullable Object> spoiled) {
        this.spoiled = spoiled;
    }

    ProducerRecord<byte[], byte[]> in(String topic, UUID jobId) {
        String key =
                switch (this) {
                    case NO_KEY -> null;
                    case NOT_A_UUID -> "no uuid";
                    default -> jobId.toString();
                };
        Long time =
                switch (this) {
                    case IN_SECONDS -> System.currentTimeMillis() / MS;
                    case AT_EPOCH -> 0L;
                    default -> null;
                };
        Object value = spoiled.apply(GoodRecord.of(topic, jobId));
        // In this encoding every character up to 255 is one byte, whatever UTF-8 has to say to it.
        ProducerRecord<byte[], byte[]> poisoned = new ProducerRecord<>(
                topic,
                null,
                time,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (this == HEADERS) {
            HOSTILE.forEach((name, text) -> poisoned.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        }
        return poisoned;
    }

    /** Whatever looks like that in the record's text becomes this; the job's id never does. */
    private static Function<ObjectNode, @Nullable Object> each(String pattern, String replacement) {
        return good -> good.toString().replaceAll(pattern, replacement);
    }
}
