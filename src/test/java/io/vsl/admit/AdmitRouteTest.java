package io.vsl.admit;

import static io.vsl.testing.Records.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code job.requested} as hostile and careless producers use it. After each record a good one goes on. */
@NeedsServers
class AdmitRouteTest {

    private static final String GOOD = """
            {"userId":"user123","mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final String key = UUID.randomUUID().toString();

    static Stream<byte[]> valuesThatAreNoRequest() {
        return Stream.of(
                null,
                new byte[0],
                bytes(" "),
                bytes("hello"),
                bytes("null"),
                bytes("[]"),
                bytes("[" + GOOD + "]"),
                bytes(GOOD + GOOD),
                bytes("{\"a\":".repeat(10_000)),
                GOOD.getBytes(StandardCharsets.UTF_16),
                new byte[] {(byte) 0xff, 0, (byte) 0xfe},
                new byte[1_500_000]);
    }

    @ParameterizedTest
    @MethodSource("valuesThatAreNoRequest")
    void whatIsNoJsonObjectIsADeadLetterWithItsBytesAndItsPlace(byte @Nullable [] value) {
        Instant before = Instant.now();
        requested(key, value, Map.of("mine", "kept"));

        ConsumerRecord<byte[], byte[]> letter = deadLetter(Log.key(key));

        assertThat(letter.value()).isEqualTo(value == null ? new byte[0] : value);
        assertThat(Log.header(letter, "dead-letter-stage")).isEqualTo("admit");
        assertThat(Log.header(letter, "dead-letter-reason")).isNotBlank();
        assertThat(Log.header(letter, "dead-letter-topic")).isEqualTo(application.topic("job.requested"));
        ConsumerRecord<byte[], byte[]> original = Log.await(application.topic("job.requested"), Log.key(key));
        assertThat(Log.header(letter, "dead-letter-partition")).isEqualTo(Integer.toString(original.partition()));
        assertThat(Log.header(letter, "dead-letter-offset")).isEqualTo(Long.toString(original.offset()));
        assertThat(Instant.parse(Log.header(letter, "dead-letter-timestamp")))
                .isEqualTo(Instant.ofEpochMilli(original.timestamp()));
        assertThat(Instant.parse(Log.header(letter, "dead-letter-time"))).isAfter(before);
        assertThat(Log.header(letter, "mine")).isEqualTo("kept");
        assertAGoodOneGoesOn(original.partition());
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-uuid", "1-1-1-1-1", "0190b3a0-0000-7000-8000-00000000000", "\0", "é"})
    void aKeyThatIsNoUuidIsADeadLetter(String wrong) {
        requested(wrong, bytes(GOOD), Map.of());

        ConsumerRecord<byte[], byte[]> letter = deadLetter(Log.key(wrong));

        assertThat(letter.value()).isEqualTo(bytes(GOOD));
        assertThat(Log.header(letter, "dead-letter-reason")).contains("UUID");
    }

    @Test
    void aRecordWithoutAKeyIsAJobOfItsOwn() {
        String prompt = "a fox " + key;
        requested(null, bytes(GOOD.replace("a fox", prompt)), Map.of());

        ConsumerRecord<byte[], byte[]> accepted = Log.await(
                application.topic("job.accepted"), record -> Log.value(record).contains(prompt));

        String jobId = new String(accepted.key(), StandardCharsets.UTF_8);
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"userId\":7,\"mediaType\":\"image\",\"modelId\":\"flux-schnell\",\"prompt\":\"a\"}",
                "{\"userId\":\"../x\",\"mediaType\":\"image\",\"modelId\":\"flux-schnell\",\"prompt\":\"a\"}",
                "{\"userId\":\"user123\",\"mediaType\":\"image\",\"modelId\":\"\\u0000\",\"prompt\":\"a\"}",
                "{\"userId\":\"user123\",\"mediaType\":\"image\",\"modelId\":\"flux-schnell\",\"prompt\":\"\\u0000\"}",
                "{\"userId\":\"user123\",\"mediaType\":\"image\",\"modelId\":\"flux-schnell\",\"prompt\":\"a\","
                        + "\"metadata\":{\"a\":\"\\u0000\"}}",
                "{\"userId\":\"user123\",\"mediaType\":\"image\",\"modelId\":\"flux-schnell\",\"prompt\":\"a\","
                        + "\"metadata\":{\"b\":1e200000}}",
            })
    void aWellFormedRequestThatIsWrongIsAFailedJobWithTheCodesOfRest(String value) {
        requested(key, bytes(value), Map.of());

        JsonNode outcome = outcome();

        assertThat(outcome.path("status").asText()).isEqualTo("failed");
        assertThat(outcome.at("/error/code").asText()).isEqualTo("VALIDATION_FAILED");
        assertThat(outcome.at("/error/retryable").asBoolean()).isFalse();
        assertThat(outcome.at("/error/details")).isNotEmpty();
        Client.Answer rest = client.submit(value);
        if (rest.status() == 400 && !value.equals("{}")) {
            assertThat(outcome.at("/error/details")).isEqualTo(rest.body().path("details"));
        }
        assertAGoodOneGoesOn(null);
    }

    @Test
    void aWrongRequestAsLargeAsItMayBeIsStillAnOutcomeThatEveryStoreHolds() {
        String names =
                IntStream.range(0, 80_000).mapToObj("\"n%d\":1"::formatted).collect(Collectors.joining(","));
        requested(
                key,
                bytes("{\"userId\":\"user123\",\"modelId\":\"%s\",%s}".formatted("m".repeat(500_000), names)),
                Map.of());

        JsonNode job = client.awaitOutcome(key);

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/details")).hasSizeLessThan(30);
        assertAGoodOneGoesOn(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59Z",
                "-1000000000-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "tomorrow",
                ""
            })
    void aTimeThatNoClockWroteIsNotTaken(String time) {
        requested(key, bytes(GOOD), Map.of("ce_time", time));

        JsonNode job = client.awaitOutcome(key);

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(Duration.between(Instant.parse(job.path("createdAt").asText()), Instant.now())
                        .abs())
                .isLessThan(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_764_000_000L, 1_764_000_000_000_000L, 1_764_000_000_000_000_000L, Long.MAX_VALUE})
    void aRecordWhoseTimeNoClockWroteIsAJobOfNow(long timestamp) {
        Log.takeAnyTime(List.of(application.topic("job.requested")));
        Log.produce(List.of(
                new ProducerRecord<>(application.topic("job.requested"), null, timestamp, bytes(key), bytes(GOOD))));

        JsonNode job = client.awaitOutcome(key);

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(Duration.between(Instant.parse(job.path("createdAt").asText()), Instant.now())
                        .abs())
                .isLessThan(Duration.ofMinutes(5));
        assertAGoodOneGoesOn(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\":\"somebody-else\",\"mediaType\":\"image\",\"modelId\":\"no-such-model\",\"prompt\":\"a\"}",
                "{\"userId\":\"somebody-else\",\"mediaType\":\"image\",\"modelId\":\"flux-schnell\",\"prompt\":\"mine\"}",
                "{}"
            })
    void anotherRequestUnderAJobsKeyIsADeadLetterAndChangesNothingOfTheJob(String other) {
        requested(key, bytes(GOOD), Map.of());
        Log.await(application.topic("job.accepted"), Log.key(key));

        requested(key, bytes(other), Map.of());

        assertThat(Log.header(deadLetter(Log.key(key)), "dead-letter-reason")).contains("job.requested");
        JsonNode job = client.awaitOutcome(key);
        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.path("userId").asText()).isEqualTo("user123");
        assertThat(accepted()).isEqualTo(1);
    }

    @Test
    void theSameRequestAgainIsTheSameEventAgain() {
        requested(key, bytes(GOOD), Map.of());
        requested(key, bytes(GOOD), Map.of());
        client.awaitOutcome(key);
        Log.awaitDrained(application.topic("admit"), List.of(application.topic("job.requested")));

        assertThat(Log.read(application.topic("job.accepted")).stream()
                        .filter(Log.key(key))
                        .map(Log::value)
                        .distinct())
                .hasSize(1);
        assertThat(Log.read(application.topic("admit.dead-letter")).stream().noneMatch(Log.key(key)))
                .isTrue();
    }

    @Test
    void whatWasAcceptedOnceStaysSoWhenItIsReadAgainByAnotherRegistry() throws IOException {
        Path models = Files.writeString(
                Files.createTempFile("models", ".json"), Files.readString(Path.of("config/models.json")));
        models.toFile().deleteOnExit();
        try (Application own = Application.start(Map.of(
                "vsl.models.file",
                models.toString(),
                "vsl.models.refresh",
                "200ms",
                "VSL_STAGES",
                "setup,admit,conclude"))) {
            Records.produce(own.topic("job.requested"), bytes(key), bytes(GOOD), Map.of());
            ConsumerRecord<byte[], byte[]> accepted = Log.await(own.topic("job.accepted"), Log.key(key));
            ObjectNode without = (ObjectNode) Http.json(Files.readString(models));
            ((ObjectNode) without.path("image")).remove("flux-schnell");
            Files.writeString(models, without.toString());
            String later = UUID.randomUUID().toString();
            Awaitility.await("the model to be gone")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        String one = UUID.randomUUID().toString();
                        Records.produce(own.topic("job.requested"), bytes(one), bytes(GOOD), Map.of());
                        Log.awaitDrained(own.topic("admit"), List.of(own.topic("job.requested")));
                        return Log.read(own.topic("outcome.proposed")).stream().anyMatch(Log.key(one));
                    });
            Records.produce(own.topic("job.requested"), bytes(later), bytes(GOOD), Map.of());
            Log.await(own.topic("outcome.proposed"), Log.key(later));

            Log.replay(own.topic("admit.retry"), Log.await(own.topic("job.requested"), Log.key(key)));
            Log.awaitDrained(own.topic("admit"), List.of(own.topic("admit.retry")));

            List<ConsumerRecord<byte[], byte[]>> told = Log.read(own.topic("job.accepted")).stream()
                    .filter(Log.key(key))
                    .toList();
            assertThat(told).hasSize(2).extracting(Log::value).containsOnly(Log.value(accepted));
            assertThat(Log.read(own.topic("outcome.proposed")).stream().noneMatch(Log.key(key)))
                    .isTrue();
        }
    }

    private long accepted() {
        return Log.read(application.topic("job.accepted")).stream()
                .filter(Log.key(key))
                .count();
    }

    @Test
    void headersThatCamelAndKafkaObeyChangeNothing() throws Exception {
        String hostile = application.topic("hostile-record");
        Map<String, String> headers = Map.of(
                "CamelKafkaOverrideTopic",
                hostile,
                "kafka.OVERRIDE_TOPIC",
                hostile,
                "kafka.KEY",
                "hostile",
                "CamelSqlQuery",
                "DROP TABLE jobs",
                "CamelHttpUri",
                "http://127.0.0.1:1/",
                "CamelHttpPath",
                "/x",
                "CamelAwsS3Key",
                "hostile",
                "dead-letter-topic",
                "forged");
        requested(key, bytes(GOOD), headers);
        requested(UUID.randomUUID().toString(), bytes("poison " + key), headers);

        assertThat(outcome().path("status").asText()).isEqualTo("completed");
        ConsumerRecord<byte[], byte[]> letter =
                deadLetter(record -> Log.value(record).equals("poison " + key));
        assertThat(Log.header(letter, "dead-letter-topic")).isEqualTo(application.topic("job.requested"));
        try (var admin = Log.admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain(hostile);
        }
    }

    private void requested(@Nullable String recordKey, byte @Nullable [] value, Map<String, String> headers) {
        Records.produce(
                application.topic("job.requested"), recordKey == null ? null : bytes(recordKey), value, headers);
    }

    private ConsumerRecord<byte[], byte[]> deadLetter(Predicate<ConsumerRecord<byte[], byte[]>> fits) {
        return Log.await(application.topic("admit.dead-letter"), fits);
    }

    private JsonNode outcome() {
        return Http.json(Log.value(Log.await(application.topic("job.completed"), Log.key(key))));
    }

    /** Through to the status, so every stage and sink still goes on; in that partition, when one is given. */
    private void assertAGoodOneGoesOn(@Nullable Integer partition) {
        String good = IntStream.range(0, 1_000)
                .mapToObj(i -> UUID.randomUUID().toString())
                .filter(id -> partition == null || partition == partitionOf(id))
                .findFirst()
                .orElseThrow();
        requested(good, bytes(GOOD), Map.of());
        assertThat(Log.await(application.topic("job.accepted"), Log.key(good))).isNotNull();
        if (partition == null) {
            assertThat(client.awaitOutcome(good).path("status").asText()).isEqualTo("completed");
        }
    }

    /** As Kafka's default partitioner has it, over the three partitions of a test's topics. */
    private static int partitionOf(String id) {
        return Utils.toPositive(Utils.murmur2(bytes(id))) % 3;
    }
}
