package io.vsl.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** Dead letters can be seen, mended and sent back. */
@NeedsServers
class DeadLettersTest {

    private static final String IMAGE = """
            {'userId':'user123','mediaType':'image','modelId':'flux-schnell','prompt':'a fox'}""";

    private final Operator operator = Operator.shared();
    private final String requested = operator.application().topic("job.requested");

    @Test
    void aDeadLetterShowsWhatItWasAndWhy() {
        String jobId = UUID.randomUUID().toString();
        JsonNode letter = dead(jobId, "not JSON".getBytes(StandardCharsets.UTF_8));

        assertThat(letter.path("stage").asText()).isEqualTo("admit");
        assertThat(letter.path("jobId").asText()).isEqualTo(jobId);
        assertThat(letter.path("reason").asText()).isNotBlank();
        assertThat(letter.path("error").asText()).isEqualTo("InvalidRecord");
        assertThat(letter.path("attempts").asInt()).isPositive();
        assertThat(letter.path("topic").asText()).isEqualTo(requested);
        assertThat(letter.path("recordOffset").isIntegralNumber()).isTrue();
        assertThat(letter.path("size").asInt()).isEqualTo(8);
        JsonNode whole = operator.get(path(letter));
        assertThat(whole.path("value").asText()).isEqualTo("not JSON");
        assertThat(whole.path("valueEncoding").asText()).isEqualTo("utf-8");
        assertThat(whole.path("headers").path("dead-letter-stage").asText()).isEqualTo("admit");
    }

    @Test
    void bytesThatAreNoTextAreShownAsBase64() {
        byte[] bytes = {(byte) 0xff, 0, 1};

        JsonNode whole = operator.get(path(dead(UUID.randomUUID().toString(), bytes)));

        assertThat(whole.path("valueEncoding").asText()).isEqualTo("base64");
        assertThat(Base64.getDecoder().decode(whole.path("value").asText())).isEqualTo(bytes);
    }

    @Test
    void pagesShowEachDeadLetterOnceTheNewestFirst() {
        for (int i = 0; i < 5; i++) {
            dead(UUID.randomUUID().toString(), "x".getBytes(StandardCharsets.UTF_8));
        }
        List<String> seen = new ArrayList<>();
        List<String> times = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = operator.get("/admin/dead-letters?limit=2" + cursor);
            assertThat(page.path("deadLetters")).hasSizeBetween(1, 2);
            page.path("deadLetters").forEach(letter -> {
                seen.add(path(letter));
                times.add(letter.path("time").asText());
            });
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(new HashSet<>(seen)).hasSize(seen.size()).hasSize((int) operator.deadLetters());
        assertThat(times.stream().map(Instant::parse)).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void aDeadLetterThatIsMendedAndRedrivenTwiceHasOneEffect() {
        String jobId = UUID.randomUUID().toString();
        JsonNode letter = dead(jobId, "not JSON".getBytes(StandardCharsets.UTF_8));
        String body = "{'records':[{'partition':%d,'offset':%d,'value':'%s'}]}"
                .formatted(
                        letter.path("partition").asInt(), letter.path("offset").asLong(), IMAGE.replace("'", "\\'"));

        assertThat(operator.done(redrives(), body.replace("}]}", "}],'dryRun':true}"))
                        .path("written")
                        .asInt())
                .isZero();
        assertThat(replayed(jobId)).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(operator.done(redrives(), body).path("written").asInt()).isEqualTo(1);
        }

        assertThat(operator.client().awaitOutcome(jobId).path("status").asText())
                .isEqualTo("completed");
        operator.awaitTakenUp("admit");
        operator.awaitQuiet();
        assertThat(Simulator.predictions(jobId)).isEqualTo(1);
        assertThat(Log.read(operator.application().topic("job.completed")).stream()
                        .filter(Log.key(jobId))
                        .map(Log::value)
                        .distinct())
                .hasSize(1);
        assertThat(replayed(jobId)).hasSize(2).allSatisfy(record -> {
            assertThat(headers(record))
                    .noneMatch(name -> name.startsWith("dead-letter-"))
                    .contains("own", "retry-topic")
                    .doesNotContain("retry-attempt", "retry-due", "retry-reason");
            assertThat(Log.header(record, "retry-offset"))
                    .isEqualTo(letter.path("recordOffset").asText());
        });
    }

    @Test
    void allOfOneReasonAreRedrivenAsTheyAreAndDieAgain() {
        String jobId = UUID.randomUUID().toString();
        dead(jobId, "not JSON".getBytes(StandardCharsets.UTF_8));
        Log.produce(requested, "no uuid " + jobId, IMAGE.replace('\'', '"'));
        Log.await(operator.application().topic("admit.dead-letter"), Log.key("no uuid " + jobId));

        operator.done(redrives(), "{'all':true,'reason':'JSON'}");
        operator.awaitTakenUp("admit");

        assertThat(Log.read(operator.application().topic("admit.dead-letter")).stream()
                        .filter(Log.key(jobId)))
                .hasSize(2)
                .allSatisfy(record ->
                        assertThat(Log.header(record, "dead-letter-topic")).isEqualTo(requested));
        assertThat(replayed("no uuid " + jobId)).isEmpty();
        assertThat(operator.done(redrives(), "{'all':true,'reason':'of nothing'}")
                        .path("chosen")
                        .asInt())
                .isZero();
    }

    @Test
    void whatWasLeftWhereItStoodIsReadThere() {
        String jobId = UUID.randomUUID().toString();
        byte[] large = new byte[(4 << 20) - 2_000];
        new Random(1).nextBytes(large);
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ('a' + (large[i] & 7));
        }

        JsonNode letter = dead(jobId, large);

        assertThat(letter.path("size").asInt()).isEqualTo(large.length);
        assertThat(operator.get(path(letter)).path("value").asText()).hasSize(large.length);
        JsonNode result = operator.done(
                redrives(),
                "{'records':[{'partition':%d,'offset':%d}]}"
                        .formatted(
                                letter.path("partition").asInt(),
                                letter.path("offset").asLong()));
        assertThat(result.path("tooLarge").asInt()).isEqualTo(1);
        operator.done(
                redrives(),
                "{'records':[{'partition':%d,'offset':%d,'value':'%s'}]}"
                        .formatted(
                                letter.path("partition").asInt(),
                                letter.path("offset").asLong(),
                                IMAGE.replace("'", "\\'")));
        assertThat(operator.client().awaitOutcome(jobId).path("status").asText())
                .isEqualTo("completed");
    }

    @Test
    void aDeadLetterThatIsNotThereFailsTheOperation() {
        JsonNode operation = operator.ended(redrives(), "{'records':[{'partition':0,'offset':999999}]}");

        assertThat(operation.path("state").asText()).isEqualTo("failed");
        assertThat(operation.path("error").asText()).contains("0:999999");
    }

    /** The dead letter of a request that can't be read, as the list shows it. */
    private JsonNode dead(String jobId, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(requested, jobId.getBytes(StandardCharsets.UTF_8), value);
        Map.of("own", "kept", "retry-attempt", "7", "Dead-Letter-Reason", "forged")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        Log.produce(List.of(record));
        Log.await(operator.application().topic("admit.dead-letter"), Log.key(jobId));
        return StreamSupport.stream(
                        operator.get("/admin/dead-letters?stage=admit&limit=200")
                                .path("deadLetters")
                                .spliterator(),
                        false)
                .filter(letter -> letter.path("jobId").asText().equals(jobId))
                .findFirst()
                .orElseThrow();
    }

    private List<ConsumerRecord<byte[], byte[]>> replayed(String key) {
        return Log.read(operator.application().topic("admit.retry")).stream()
                .filter(Log.key(key))
                .toList();
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(Header::key)
                .toList();
    }

    private static String redrives() {
        return "/admin/dead-letters/admit/redrives";
    }

    private static String path(JsonNode letter) {
        return "/admin/dead-letters/%s/%d/%d"
                .formatted(
                        letter.path("stage").asText(),
                        letter.path("partition").asInt(),
                        letter.path("offset").asLong());
    }
}
