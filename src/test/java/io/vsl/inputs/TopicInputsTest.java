package io.vsl.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table {@code topics}: of each of its records exactly that becomes, and the good ones behind them go on. */
@NeedsServers
class TopicInputsTest {

    private static Application application;

    private static final Map<String, ProducerRecord<byte[], byte[]>> RECORDS = new HashMap<>();
    private static final Map<String, List<ConsumerRecord<byte[], byte[]>>> LOG = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        application = Application.start(
                Map.of("DATABASE_URL", Database.create("test_inputs_topics").url()));
        List<BadInput> inputs = inputs();
        Log.takeAnyTime(inputs.stream()
                .map(input -> application.topic(input.text("topic")))
                .distinct()
                .toList());
        for (BadInput input : inputs) {
            String jobId = UUID.randomUUID().toString();
            RECORDS.put(input.name(), record(input, jobId));
        }
        Log.produce(new ArrayList<>(RECORDS.values()));
        Topics topics = application.bean(Topics.class);
        for (String stage : application.bean(Topology.class).consuming()) {
            List<String> read = new ArrayList<>(topics.inputs(stage));
            read.add(topics.retry(stage));
            Log.awaitDrained(application.topic(stage), read);
        }
    }

    /** What stands on a topic since all stages have taken up what there was. */
    private static List<ConsumerRecord<byte[], byte[]>> log(String topic) {
        return LOG.computeIfAbsent(application.topic(topic), Log::read);
    }

    private static ConsumerRecord<byte[], byte[]> found(String topic, BadInput input) {
        Optional<ConsumerRecord<byte[], byte[]>> found =
                log(topic).stream().filter(isOf(input)).findFirst();
        assertThat(found).as("a record on " + topic).isPresent();
        return found.orElseThrow();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    static List<BadInput> inputs() {
        return BadInput.table("topics");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void exactlyThatBecomesOfEach(BadInput input) {
        if (input.has("letters")) {
            for (JsonNode stage : input.fields().path("letters")) {
                ConsumerRecord<byte[], byte[]> letter = found(stage.asText() + ".dead-letter", input);
                assertThat(Log.header(letter, "dead-letter-reason"))
                        .as(stage.asText())
                        .contains(input.text("reason"));
                assertThat(Log.header(letter, "dead-letter-stage")).isEqualTo(stage.asText());
            }
        } else if (input.has("failed")) {
            JsonNode error = Http.json(new String(found("job.completed", input).value(), UTF_8))
                    .path("error");
            assertThat(error.path("code").asText()).isEqualTo("VALIDATION_FAILED");
            Map<String, String> details = new LinkedHashMap<>();
            error.path("details")
                    .forEach(detail -> details.put(
                            detail.path("field").asText(), detail.path("code").asText()));
            Map<String, String> expected = new LinkedHashMap<>();
            input.texts("failed").forEach((field, code) -> expected.put(field, code.getFirst()));
            assertThat(details).isEqualTo(expected);
        } else {
            assertThat(input.text("accepted")).isEqualTo("true");
            assertThat(found("job.accepted", input).value()).isNotNull();
        }
    }

    @Test
    void aGoodRequestBehindThemIsServed() {
        Client client = new Client(application.url());
        String jobId = client.submitted("{\"mediaType\":\"image\",\"modelId\":\"flux-schnell\",\"prompt\":\"a fox\"}");

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
    }

    /** That it stands under its key; without one, that it has its value. */
    private static Predicate<ConsumerRecord<byte[], byte[]>> isOf(BadInput input) {
        ProducerRecord<byte[], byte[]> written = RECORDS.get(input.name());
        return record -> written.key() == null
                ? record.key() == null && Arrays.equals(record.value(), written.value())
                : Arrays.equals(record.key(), written.key());
    }

    private static ProducerRecord<byte[], byte[]> record(BadInput input, String jobId) throws IOException {
        Map<String, String> made =
                Map.of("job", jobId, "prefix", application.topic("").replace(".", ""));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                application.topic(input.text("topic")),
                null,
                input.find("time").map(Long::parseLong).orElse(null),
                key(input, made),
                value(input, made));
        input.texts("headers")
                .forEach((name, values) -> values.forEach(value ->
                        record.headers().add(name, BadInput.filled(value, made).getBytes(UTF_8))));
        return record;
    }

    private static byte @Nullable [] key(BadInput input, Map<String, String> made) {
        if (input.has("keyHex")) {
            return HexFormat.of().parseHex(input.text("keyHex"));
        }
        String key = input.find("key").orElse("<job>");
        return key.equals("none") ? null : BadInput.filled(key, made).getBytes(UTF_8);
    }

    private static byte @Nullable [] value(BadInput input, Map<String, String> made) throws IOException {
        if (input.has("tombstone")) {
            return null;
        }
        byte[] bytes = input.bytes(made);
        if (bytes != null) {
            return bytes;
        }
        return (input.has("good") ? event(input, made) : request(input, made)).getBytes(UTF_8);
    }

    private static String request(BadInput input, Map<String, String> made) {
        Map<String, String> members = new LinkedHashMap<>(Map.of(
                "mediaType", "\"mediaType\":\"image\"",
                "modelId", "\"modelId\":\"flux-schnell\"",
                "parameters", "\"parameters\":{\"prompt\":\"a fox\"}"));
        input.find("without").ifPresent(members::remove);
        String plus = BadInput.filled(input.text("plus"), made);
        if (!plus.isEmpty()) {
            members.put("plus", plus);
        }
        return "{" + String.join(",", members.values()) + "}";
    }

    private static String event(BadInput input, Map<String, String> made) throws IOException {
        String good = Files.readAllLines(Path.of("src/test/resources/job/written.txt")).stream()
                .filter(line -> line.startsWith(input.text("good") + " "))
                .findFirst()
                .orElseThrow();
        ObjectNode event = (ObjectNode) Http.json(good.substring(good.indexOf(' ') + 1));
        event.put("jobId", made.get("job"));
        input.find("without").ifPresent(event::remove);
        Map<String, String> set = new HashMap<>();
        input.texts("set").forEach((name, json) -> {
            set.put("@" + name + "@", json.getFirst());
            event.set(name, JsonNodeFactory.instance.textNode("@" + name + "@"));
        });
        String text = event.toString();
        for (Map.Entry<String, String> member : set.entrySet()) {
            text = text.replace("\"" + member.getKey() + "\"", member.getValue());
        }
        return text;
    }
}
