package io.vsl.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.testing.Http;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as nobody should write them, for every topic that a stage reads: a good record of each, with each of its
 * members absent or one of many bad values, and with bad keys, headers and times.
 */
final class BadRecords {

    /** As JSON, in place of any member's value. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-1e200000",
            "123456789012345678901234567890",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"x\\u0000y\"",
            "\"\\ud800\"",
            "\"" + "A".repeat(70_000) + "\"",
            "[]",
            "[[null]]",
            "{}",
            "{\"a\":{\"b\":[1]}}",
            "\"+99999-01-01T00:00:00Z\"",
            "\"-0001-01-01T00:00:00Z\"",
            "\"1970-01-01T00:00:00Z\"",
            "1764000000",
            "1764000000000000",
            "\"../x\"",
            "\"a\nb\"",
            "[".repeat(200) + "]".repeat(200));

    /** In seconds, microseconds and nanoseconds for milliseconds, and what no clock says. */
    private static final List<Long> TIMES =
            List.of(0L, 1L, 1_764_000_000L, 1_764_000_000_000_000L, 1_764_000_000_000_000_000L, Long.MAX_VALUE);

    private final Function<String, String> topic;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();

    private BadRecords(Function<String, String> topic) {
        this.topic = topic;
    }

    /**
     * All of them.
     *
     * @param topic   the whole name of a topic
     * @param report  what was reported of some prediction
     * @param context the signed context beside it
     */
    static List<ProducerRecord<byte[], byte[]>> of(Function<String, String> topic, String report, String context) {
        BadRecords bad = new BadRecords(topic);
        Map<String, Function<String, String>> good = bases(report);
        good.forEach((name, value) -> {
            boolean isReport = name.equals("prediction.reported");
            Map<String, String> headers = isReport ? Map.of("context", context) : Map.of();
            bad.members(name, value, headers);
            bad.keys(name, value, headers);
            bad.times(name, value, headers);
            bad.headers(name, value, headers);
            bad.values(name);
        });
        bad.retries();
        bad.delays();
        bad.largest();
        return bad.records;
    }

    /** A good value for each topic, of the job of that id. */
    private static Map<String, Function<String, String>> bases(String report) {
        String job = """
                "jobId":"%s","status":"%s","mediaType":"image","modelId":"flux-schnell","userId":"user123",\
                "createdAt":"@now","estimatedTime":5,"estimatedCost":0.003,"webhookUrl":"https://example.org/x",\
                "metadata":{"a":1},"adjustments":[{"fields":["width"],"asked":"1","used":"2"}]""";
        String running = ",\"predictionId\":\"p-%s\",\"attempt\":1";
        Map<String, Function<String, String>> bases = new LinkedHashMap<>();
        bases.put("job.requested", id -> """
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"a fox","metadata":{"a":1},\
                "parameters":{"num_outputs":1,"seed":7},"webhookUrl":"https://example.org/hook"}""");
        bases.put("job.cancel-requested", id -> "{\"reason\":\"not needed\"}");
        bases.put("job.accepted", id -> now("{" + job.formatted(id, "pending") + """
                ,"parameters":{"prompt":"a fox"},"prediction":{"path":"/models/black-forest-labs/flux-schnell/predictions",\
                "version":null,"input":{"prompt":"a fox"},"deadline":"PT30M"}}"""));
        bases.put("inputs.requested", id -> now("{" + job.formatted(id, "pending") + """
                ,"parameters":{"image":"upload:%1$s"},"prediction":{"path":"/models/black-forest-labs/flux-schnell/predictions",\
                "input":{"image":"upload:%1$s"},"files":[{"parameter":"/image","input":"/image","accept":["image/*"],\
                "maxSize":100}]}}""".formatted(id)));
        bases.put(
                "job.started",
                id -> now("{" + job.formatted(id, "processing") + running.formatted(id) + ",\"startedAt\":\"@now\"}"));
        bases.put(
                "job.generated",
                id -> now(
                        "{" + job.formatted(id, "processing") + running.formatted(id)
                                + ",\"outputUrls\":[\"https://example.org/x.png\"],\"missingOutputs\":1,\"generatedAt\":\"@now\"}"));
        bases.put("job.stored", id -> now("{" + job.formatted(id, "processing") + running.formatted(id) + """
                        ,"storedAt":"@now","stored":{"s3Path":"images/x","outputs":[{"file":"original.png","place":"/0",\
                        "contentType":"image/png","fileSize":5,"sha256":"00"}],"missingOutputs":0}}"""));
        String completed = """
                ,"completedAt":"@now","processingTime":1.5,"cost":0.003,"predictionId":"p-%s","result":{"s3Path":"images/x",\
                "outputs":[{"file":"original.png","contentType":"image/png","fileSize":5,"sha256":"00","width":8,\
                "height":8,"duration":1.5,"fps":24}],"missingOutputs":0}}""";
        bases.put("job.completed", id -> now("{" + job.formatted(id, "completed") + completed.formatted(id)));
        bases.put("outcome.proposed", id -> now("{" + job.formatted(id, "failed") + """
                ,"completedAt":"@now","processingTime":1.5,"error":{"code":"MODEL_ERROR","message":"no","retryable":false,\
                "details":[{"field":"a","code":"B","message":"c"}]}}"""));
        bases.put(
                "compilation.requested",
                id -> now("{"
                        + job.formatted(id, "pending").replace("image", "video").replace("flux-schnell", "compilation")
                        + """
                        ,"parameters":{"jobIds":["%1$s","%1$s"],"audioJobId":"%1$s","transition":{"type":"crossfade",\
                        "duration":1}},"prediction":{"path":"/compilations","input":{},"provider":"vsl"}}""".formatted(id)));
        bases.put("attempt.requested", id -> "{\"jobId\":\"%s\",\"attempt\":2,\"cause\":\"again\"}".formatted(id));
        bases.put("prediction.reported", id -> report);
        return bases;
    }

    private static String now(String value) {
        return value.replace("@now", Instant.now().toString());
    }

    /** Each member, of objects in it too, absent and with each value. */
    private void members(String name, Function<String, String> good, Map<String, String> headers) {
        for (String path : paths("", Http.json(good.apply(UUID.randomUUID().toString())))) {
            String id = UUID.randomUUID().toString();
            ObjectNode without = (ObjectNode) Http.json(good.apply(id));
            ((ObjectNode) without.at(path.substring(0, path.lastIndexOf('/'))))
                    .remove(path.substring(path.lastIndexOf('/') + 1));
            add(name, id, without.toString(), headers);
            for (String value : VALUES) {
                String of = UUID.randomUUID().toString();
                ObjectNode with = (ObjectNode) Http.json(good.apply(of));
                ((ObjectNode) with.at(path.substring(0, path.lastIndexOf('/'))))
                        .set(path.substring(path.lastIndexOf('/') + 1), JsonNodeFactory.instance.textNode("@@"));
                add(name, of, with.toString().replace("\"@@\"", value), headers);
            }
        }
    }

    private static List<String> paths(String at, JsonNode object) {
        return object.properties().stream()
                .flatMap(member -> Stream.concat(
                        Stream.of(at + "/" + member.getKey()),
                        member.getValue().isObject()
                                ? paths(at + "/" + member.getKey(), member.getValue()).stream()
                                : Stream.of()))
                .toList();
    }

    private void keys(String name, Function<String, String> good, Map<String, String> headers) {
        String id = UUID.randomUUID().toString();
        for (String key : new String[] {
            null,
            "",
            "not-a-uuid",
            UUID.randomUUID().toString(),
            "0190B3A0-0000-7000-8000-00000000ABCD",
            "\0",
            "é",
            "k".repeat(5_000)
        }) {
            add(name, key, good.apply(id), headers);
        }
    }

    private void times(String name, Function<String, String> good, Map<String, String> headers) {
        for (long time : TIMES) {
            String id = UUID.randomUUID().toString();
            add(name, time, id, bytes(good.apply(id)), headers);
        }
    }

    private void headers(String name, Function<String, String> good, Map<String, String> headers) {
        Map<String, List<String>> forged = Map.of(
                "ce_time", List.of("", "tomorrow", "+99999-01-01T00:00:00Z", "1764000000"),
                "expected-wait", List.of("-1", "x", "9".repeat(30)),
                "traceparent", List.of("x".repeat(24_000), "00-0-0-0", "\0"),
                "retry-attempt", List.of("49", "2147483648", "-5"),
                "retry-due", List.of("2999-01-01T00:00:00Z", "x"),
                "retry-first-time", List.of("\0"),
                "dead-letter-reason", List.of("forged"),
                "CamelKafkaOverrideTopic", List.of("elsewhere"),
                "CamelRedeliveryDelay", List.of("600000"),
                "context", List.of("", "a.b", "x".repeat(24_000)));
        forged.forEach((header, values) -> values.forEach(value -> {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(header, value);
            String id = UUID.randomUUID().toString();
            add(name, id, good.apply(id), all);
        }));
    }

    /** What is no object, or no JSON. */
    private void values(String name) {
        for (String value : List.of(
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"x\"",
                "{",
                "{}{}",
                "{\"jobId\":1,\"jobId\":2}",
                "\ufeff{}",
                "{\"a\":".repeat(5_000),
                "\0")) {
            add(name, UUID.randomUUID().toString(), value, Map.of());
        }
        add(name, null, UUID.randomUUID().toString(), null, Map.of());
        add(name, null, UUID.randomUUID().toString(), new byte[] {(byte) 0xc0, (byte) 0x80, (byte) 0xff}, Map.of());
    }

    private void retries() {
        for (String stage : List.of(
                "admit",
                "generate",
                "settle",
                "store",
                "cancel",
                "conclude",
                "erase",
                "sink-postgres",
                "sink-redis",
                "sink-dynamodb",
                "delay")) {
            String read = topic.apply("job.accepted");
            for (Map<String, String> headers : List.<Map<String, String>>of(
                    Map.of(),
                    Map.of("retry-topic", read),
                    Map.of("retry-topic", read, "retry-partition", "-1", "retry-offset", "x", "retry-timestamp", "y"),
                    Map.of(
                            "retry-topic",
                            "elsewhere",
                            "retry-partition",
                            "0",
                            "retry-offset",
                            "0",
                            "retry-timestamp",
                            "+99999-01-01T00:00:00Z"),
                    Map.of(
                            "retry-topic",
                            read,
                            "retry-partition",
                            "0",
                            "retry-offset",
                            "9223372036854775807",
                            "retry-timestamp",
                            "2026-01-01T00:00:00Z",
                            "retry-attempt",
                            "2147483647"))) {
                add(stage + ".retry", UUID.randomUUID().toString(), "{\"a\":1}", headers);
            }
        }
    }

    /** Of records that wait. */
    private void delays() {
        for (String tier : List.of("delay.1s", "delay.1d", "delay.retry")) {
            for (Map<String, String> headers : List.<Map<String, String>>of(
                    Map.of(),
                    Map.of("retry-stage", "store"),
                    Map.of("retry-stage", "store", "retry-due", "tomorrow"),
                    Map.of("retry-stage", "store", "retry-due", "+999999999-12-31T23:59:59.999999999Z"),
                    Map.of("retry-stage", "delay", "retry-due", "2026-01-01T00:00:00Z"),
                    Map.of("retry-stage", "\0", "retry-due", "2026-01-01T00:00:00Z"),
                    Map.of("retry-stage", "store", "retry-due", "-999999999-01-01T00:00:00Z"))) {
                add(tier, UUID.randomUUID().toString(), "{\"a\":1}", headers);
            }
        }
    }

    /** At and beyond what DynamoDB and the topics take. */
    private void largest() {
        for (int kib : List.of(390, 400, 410, 1_024, 3_900)) {
            String id = UUID.randomUUID().toString();
            ObjectNode job =
                    (ObjectNode) Http.json(bases("{}").get("job.completed").apply(id));
            ((ObjectNode) job.path("metadata")).put("large", "A".repeat(kib << 10));
            add("job.completed", id, job.toString(), Map.of());
        }
    }

    private void add(String name, @Nullable String key, String value, Map<String, String> headers) {
        add(name, null, key, bytes(value), headers);
    }

    private void add(
            String name,
            @Nullable Long time,
            @Nullable String key,
            byte @Nullable [] value,
            Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.apply(name), null, time, key == null ? null : bytes(key), value);
        headers.forEach((header, text) -> record.headers().add(header, bytes(text)));
        records.add(record);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
