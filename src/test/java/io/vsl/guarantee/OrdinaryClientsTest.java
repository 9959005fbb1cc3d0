package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is public is written and read by clients of any language as they come, whatever else was written there. Kafka's
 * own Java client, {@link Log}, says what the others are to find.
 */
@NeedsServers
class OrdinaryClientsTest {

    private static final List<String> EVENTS = List.of("job.accepted", "job.started", "job.generated", "job.completed");

    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    private static final int JOBS_OF_A_BATCH = 3;

    private static final String PROMPT = "ein Bötchen aus Papier ⛵";

    private static final List<String> JOBS_OF_JAVA = new ArrayList<>();

    private static Installation vsl;
    private static List<String> topics;

    /** A record as every client can tell it. */
    private record Told(
            String topic, int partition, long offset, long timestamp, String key, List<String> headers, String value) {

        static Told by(ConsumerRecord<byte[], byte[]> record) {
            List<String> headers = new ArrayList<>();
            for (Header header : record.headers()) {
                headers.add(header.key());
                headers.add(text(header.value()));
            }
            return new Told(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    text(record.key()),
                    headers,
                    text(record.value()));
        }

        static Told by(String line) {
            JsonNode record = Http.json(line);
            List<String> headers = new ArrayList<>();
            record.path("headers").forEach(text -> headers.add(text.textValue()));
            return new Told(
                    record.path("topic").textValue(),
                    record.path("partition").intValue(),
                    record.path("offset").longValue(),
                    record.path("ts").longValue(),
                    record.path("key").textValue(),
                    headers,
                    record.path("payload").textValue());
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @BeforeAll
    static void othersHaveWrittenInEveryCodec() {
        vsl = Installation.complete();
        topics = Stream.concat(Stream.of("job.requested", "job.cancel-requested"), EVENTS.stream())
                .map(vsl::topic)
                .toList();
        for (String codec : CODECS) {
            List<String> jobs = Stream.generate(() -> UUID.randomUUID().toString())
                    .limit(JOBS_OF_A_BATCH)
                    .toList();
            Log.produce(
                    codec,
                    jobs.stream()
                            .map(job -> Log.record(topics.get(0), job, request("a fox")))
                            .toList());
            JOBS_OF_JAVA.addAll(jobs);
        }
        Log.produce("lz4", List.of(Log.record(topics.get(1), UUID.randomUUID().toString(), "{\"reason\":\"a test\"}")));
    }

    @AfterAll
    static void stop() {
        vsl.close();
    }

    @Test
    void jobsInEveryCodecAreRun() {
        vsl.assertCompletedOnce(JOBS_OF_JAVA);
    }

    @ParameterizedTest
    @EnumSource
    void aClientWritesAJobAndReadsWhatIsPublicAsAllDo(OrdinaryClient client) {
        client.require();
        String bare = UUID.randomUUID().toString();
        String withHeaders = UUID.randomUUID().toString();
        String time =
                Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS).toString();
        client.produce(topics.get(0), bare, request(PROMPT), List.of());
        client.produce(
                topics.get(0),
                withHeaders,
                request(PROMPT),
                List.of(
                        "ce_specversion=1.0",
                        "ce_id=" + withHeaders + "/requested",
                        "ce_type=vsl.job.requested",
                        "ce_source=/ordinary",
                        "ce_time=" + time,
                        "ce_subject=" + withHeaders,
                        "content-type=application/json"));
        vsl.assertCompletedOnce(Stream.concat(JOBS_OF_JAVA.stream(), Stream.of(bare, withHeaders))
                .toList());

        List<Told> read = client.consume(topics).stream().map(Told::by).toList();

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(topics.stream()
                        .flatMap(topic -> Log.read(topic).stream())
                        .map(Told::by)
                        .toList());
        for (String event : EVENTS) {
            assertThat(of(bare, event, read).path("jobId").textValue()).isEqualTo(bare);
            assertThat(of(withHeaders, event, read).path("createdAt").textValue())
                    .isEqualTo(time);
        }
        assertThat(of(bare, "job.accepted", read).at("/parameters/prompt").textValue())
                .isEqualTo(PROMPT);
    }

    private static String request(String prompt) {
        return """
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s"}""".formatted(prompt);
    }

    private static JsonNode of(String job, String event, List<Told> read) {
        return read.stream()
                .filter(told ->
                        told.topic().equals(vsl.topic(event)) && told.key().equals(job))
                .map(told -> Http.json(told.value()))
                .findFirst()
                .orElseThrow();
    }
}
