package io.vsl.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Adjustment;
import io.vsl.job.CancelRequested;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.FieldError;
import io.vsl.job.GeneratedOutputs;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobError;
import io.vsl.job.JobGenerated;
import io.vsl.job.JobMediaDeleted;
import io.vsl.job.JobRequest;
import io.vsl.job.JobResult;
import io.vsl.job.JobStarted;
import io.vsl.job.MediaType;
import io.vsl.job.OutcomeProposed;
import io.vsl.job.Output;
import io.vsl.job.PredictionRequest;
import io.vsl.job.StageEvent;
import io.vsl.job.Warning;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.topology.Topology;
import io.vsl.platform.url.CallersUrl;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.testing.EventSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;

/** What VSL writes on the topics for others fits the schemas in {@code schemas/}, and what does not fit is seen. */
class PublicRecordsTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();
    private static final UUID JOB = UUID.fromString("0190a7a0-0000-7000-8000-000000000001");
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String PREFIX = "acme.";

    private static final EventRecords RECORDS = PlainTopics.records("acme");

    /** With what a request can have, and with nothing that it need not have. */
    private static final JobRequest FULL = new JobRequest(
            "auth0|user@example.com",
            MediaType.VIDEO,
            "stability-video",
            json("{\"prompt\":\"a é fox\",\"n\":1.50,\"deep\":{\"a\":[1,null,true]}}"),
            webhookUrl(),
            json("{\"order\":7,\"nested\":{\"x\":1.10}}"));

    private static final JobRequest BARE =
            new JobRequest("user123", MediaType.IMAGE, "flux-schnell", JSON.createObjectNode(), null, null);

    /** As it is kept, with what browsers leave as it is. */
    private static String webhookUrl() {
        try {
            return CallersUrl.read("HTTPS://client.example/a [b]|c?x={1}^%\\").toString();
        } catch (InvalidUrl e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Outgoing> written() {
        Job full =
                job(FULL, "0.0500", List.of(new Adjustment(List.of("width", "height"), "1000x560", "16:9 (1344x768)")));
        Job bare = job(BARE, "0.003", List.of());
        Stream<StageEvent> events = Stream.of(full, bare).flatMap(PublicRecordsTest::told);
        return Stream.of(
                        Stream.of(
                                RECORDS.request(full, FULL, Duration.ofSeconds(90), TRACE),
                                RECORDS.request(bare, BARE, Duration.ZERO, null),
                                RECORDS.cancel(JOB, new CancelRequested("not needed any more"), TIME, TRACE),
                                RECORDS.cancel(JOB, new CancelRequested(null), TIME, null)),
                        events.map(PublicRecordsTest::write),
                        Stream.concat(outcomes(full), outcomes(bare)).map(PublicRecordsTest::conclude))
                .flatMap(it -> it);
    }

    private static Stream<StageEvent> told(Job job) {
        ObjectNode input = json("{\"prompt\":\"a é fox\"}");
        Job processing = job.processing("hpzg0hhs18", 1);
        return Stream.of(
                new JobAccepted(job, input, new PredictionRequest("/predictions", null, input, 0, null)),
                new JobAccepted(
                        job,
                        input,
                        new PredictionRequest("/models/x/predictions", "v1", input, 4, Duration.ofMillis(90500), "b")),
                new JobStarted(processing, 1, TIME),
                new JobStarted(processing, 400, TIME.plusNanos(1)),
                generated(processing, List.of("https://replicate.delivery/a b.png"), List.of(""), Map.of(), 0, 0),
                generated(
                        processing,
                        List.of("https://replicate.delivery/a.png", "data:image/png;base64,AA=="),
                        List.of("/images/0", "/a~1b~0/1"),
                        values(),
                        3,
                        2),
                generated(processing, List.of(), List.of(), values(), 0, 0),
                new JobGenerated(processing, 1, GeneratedOutputs.gone("Replicate has removed it"), TIME),
                new JobMediaDeleted(processing
                        .completed(
                                result(
                                        List.of(output(
                                                "original.mp4", "", "video/mp4", null, new BigDecimal("5.05"), 1024)),
                                        values(),
                                        List.of(),
                                        0),
                                TIME.plusSeconds(75))
                        .withoutMedia(TIME.plusSeconds(90))));
    }

    private static JobGenerated generated(
            Job job, List<String> urls, List<String> places, Map<String, JsonNode> values, int leftOut, int missing) {
        return new JobGenerated(job, 1, new GeneratedOutputs(urls, places, values, leftOut, missing, null), TIME);
    }

    private static Stream<OutcomeProposed> outcomes(Job job) {
        Job processing = job.processing("hpzg0hhs18", 1);
        Output video = output("original.mp4", "", "video/mp4", null, new BigDecimal("5.05"), 1024);
        Output image = output("original-1.png", "/images/1", "image/png", "thumbnail-1.jpg", null, 8);
        Output unknown = output("original-2.bin", null, "application/octet-stream", null, null, null);
        Output broken = new Output(
                "original-3.png",
                "/images/3",
                new Output.Derived(null, "it is broken", null, null, null, null),
                image.content(),
                Output.Measures.NONE,
                Output.Traits.NONE);
        List<Warning> warnings = Stream.of(Warning.Code.values())
                .map(code -> new Warning("/images/2", code, "Nothing tells what the file is"))
                .toList();
        return Stream.of(
                        processing.completed(result(List.of(video), Map.of(), List.of(), 0), TIME.plusSeconds(75)),
                        processing.completed(
                                result(List.of(video, image, unknown, broken), values(), warnings, 1),
                                TIME.plusSeconds(75)),
                        job.failed(JobError.cancelled(), TIME.plusSeconds(1)),
                        processing.failed(JobError.cancelled(), TIME.minusSeconds(1)),
                        Job.refused(
                                JOB,
                                null,
                                null,
                                null,
                                TIME,
                                List.of(
                                        new FieldError("modelId", "REQUIRED", "is missing"),
                                        new FieldError("a ?", "UNKNOWN_FIELD", "is not a field of a request"))),
                        Job.refused(
                                JOB,
                                MediaType.AUDIO,
                                "none",
                                "user123",
                                TIME,
                                List.of(new FieldError("modelId", "NOT_ALLOWED", "must be one"))))
                .map(OutcomeProposed::new);
    }

    @ParameterizedTest
    @MethodSource("written")
    void whatIsWrittenFitsItsSchema(Outgoing record) {
        assertThat(faults(record)).as(text(record)).isEmpty();
    }

    @Test
    void everyTopicForOthersIsAmongThem() {
        assertThat(written().map(PublicRecordsTest::topic).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Topology.read(Topology.DEFAULT).publicTopics());
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void aJobMayFailForAnyReason(ErrorCode code) {
        Job failed = job(FULL, "0.0500", List.of())
                .processing("hpzg0hhs18", 1)
                .failed(JobError.of(code, "it ended so\u0000"), TIME.plusSeconds(1));

        assertThat(faults(conclude(new OutcomeProposed(failed)))).isEmpty();
    }

    /** What stands in people's logs goes on to fit. */
    @Test
    void whatEarlierReleasesWroteFits() throws IOException {
        List<String> lines = new ClassPathResource("job/written.txt")
                .getContentAsString(UTF_8)
                .lines()
                .filter(line -> line.matches("Job(?:Accepted|Started|Generated|Completed) .*"))
                .toList();

        assertThat(lines).hasSizeGreaterThan(10).allSatisfy(line -> {
            String topic =
                    line.substring(0, line.indexOf(' ')).replace("Job", "job.").toLowerCase(Locale.ROOT);
            assertThat(EventSchemas.faults(
                            topic, line.substring(line.indexOf(' ') + 1).getBytes(UTF_8)))
                    .isEmpty();
        });
    }

    /** Readers pass over what they don't know; of a request VSL does not. */
    @Test
    void aMemberThatIsNewFitsAnEventAndNoRequest() {
        written().forEach(record -> {
            String value = text(record)
                    .replaceFirst(
                            "\\{", "{\"later\":{\"a\":[1]}" + (text(record).equals("{}") ? "" : ","));
            boolean refused = topic(record).equals("job.requested");

            assertThat(EventSchemas.faults(topic(record), value.getBytes(UTF_8)).isEmpty())
                    .as(value)
                    .isEqualTo(!refused);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'\"sequence\":4,\"attempts\":0', true",
        "'\"sequence\":0', false",
        "'\"sequence\":1.5', false",
        "'\"attempts\":-1', false",
        "'\"attempts\":\"1\"', false"
    })
    void aJobMayCountItsStatesAndAttempts(String members, boolean fits) {
        Outgoing started = write(new JobStarted(job(BARE, "0.003", List.of()).processing("p", 1), 1, TIME));
        String value = text(started)
                .replaceFirst(",\"sequence\":\\d+,\"attempts\":\\d+", "")
                .replaceFirst("\\{", "{" + members + ",");

        assertThat(EventSchemas.faults("job.started", value.getBytes(UTF_8)).isEmpty())
                .isEqualTo(fits);
    }

    /** The first of each kind, with one thing replaced by another. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "job.requested | \"userId\" | \"user\"",
                "job.requested | \"video\" | \"text\"",
                "job.requested | auth0 | ../auth0",
                "job.requested | https: | ftp:",
                "job.requested | {\"order\":7,\"nested\":{\"x\":1.10}} | []",
                "job.cancel-requested | \"not needed any more\" | 7",
                "job.accepted | 0190a7a0-0000-7000-8000-000000000001 | 7",
                "job.accepted | \"pending\" | \"processing\"",
                "job.accepted | \"pending\" | \"PENDING\"",
                "job.accepted | \"createdAt\":\"2026-01-02T03:04:05Z\" | \"createdAt\":1767323045",
                "job.accepted | \"estimatedCost\":0.0500 | \"estimatedCost\":\"0.05\"",
                "job.accepted | \"estimatedTime\" | \"time\"",
                "job.accepted | \"parameters\" | \"parameter\"",
                "job.accepted | \"path\" | \"url\"",
                "job.accepted | https://client.example/ | client.example/",
                "job.accepted | \"asked\":\"1000x560\", | ''",
                "job.started | \"attempt\":1 | \"attempt\":0",
                "job.started | \"startedAt\" | \"at\"",
                "job.started | \"hpzg0hhs18\" | \"an id\"",
                "job.started | \"processing\" | \"completed\"",
                "job.generated | \"outputUrls\" | \"urls\"",
                "job.generated | \"outputPlaces\":[\"\"] | \"outputPlaces\":[\"images\"]",
                "job.generated | \"generatedAt\":\"2026-01-02 | \"generatedAt\":\"2026-13-02",
                "job.completed | \"status\":\"completed\" | \"status\":\"processing\"",
                "job.completed | \"status\":\"completed\" | \"status\":\"failed\"",
                "job.completed | \"completedAt\" | \"endedAt\"",
                "job.completed | \"processingTime\":75.0 | \"processingTime\":-75.0",
                "job.completed | \"result\" | \"results\"",
                "job.completed | \"outputs\":[{ | \"outputs\":[{},{",
                "job.completed | \"sha256\":\"ff | \"sha256\":\"FF",
                "job.completed | \"fileSize\":5 | \"fileSize\":5.5",
                "job.completed | \"width\":1024 | \"width\":\"1024\"",
                "job.completed | \"file\":\"original.mp4\" | \"file\":\"a/original.mp4\"",
                "job.completed | \"s3Path\":\"videos/x\" | \"s3Path\":\"videos/x/\"",
                "job.completed | \"cost\":0.0500 | \"cost\":0.0500,\"error\":{}",
                "job.media-deleted | \"mediaDeletedAt\" | \"goneAt\"",
                "job.media-deleted | \"mediaDeletedAt\":\"2026 | \"mediaDeletedAt\":\"26",
                "job.media-deleted | \"status\":\"completed\" | \"status\":\"failed\"",
                "job.media-deleted | \"outputs\":[ | \"values\":{\"/seed\":1},\"outputs\":[",
            })
    void whatDoesNotFitIsSeen(String topic, String part, String other) {
        String value = written()
                .filter(record -> topic(record).equals(topic))
                .map(PublicRecordsTest::text)
                .findFirst()
                .orElseThrow();
        assertThat(value).contains(part);

        assertThat(EventSchemas.faults(topic, value.replace(part, other).getBytes(UTF_8)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "\"status\":\"failed\",\"status\":\"cancelled\"",
        "\"status\":\"failed\",\"status\":\"completed\"",
        "\"error\",\"errors\"",
        "\"retryable\":true,\"retryable\":null",
        "\"TIMEOUT\",\"timeout\"",
        "\"TIMEOUT\",\"CANCELLED\"",
        "\"error\",'\"cost\":1,\"error\"'",
    })
    void aFailureThatDoesNotFitIsSeen(String part, String other) {
        Outgoing failed = conclude(new OutcomeProposed(
                job(BARE, "0.003", List.of()).failed(JobError.of(ErrorCode.TIMEOUT, "no"), TIME.plusSeconds(1))));
        assertThat(faults(failed)).isEmpty();
        assertThat(text(failed)).contains(part);

        assertThat(EventSchemas.faults(
                        "job.completed", text(failed).replace(part, other).getBytes(UTF_8)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ce_specversion, 0.3",
        "ce_id, ''",
        "ce_type, vsl.job.accepted",
        "ce_source, vsl",
        "ce_time, yesterday",
        "ce_subject, 0190a7a0-0000-7000-8000-000000000002",
        "ce_dataschema, /schemas/job.started.json",
        "content-type, text/plain",
        "traceparent, x",
    })
    void aHeaderThatDoesNotFitIsSeen(String name, String value) {
        Outgoing started = write(new JobStarted(job(BARE, "0.003", List.of()).processing("p", 1), 1, TIME));
        Map<String, Object> headers = new HashMap<>(started.headers());
        headers.put(name, value);

        assertThat(faults(new Outgoing(started.topic(), started.key(), started.value(), headers)))
                .isNotEmpty();
    }

    /** What AsyncAPI says of a topic's settings is what it is created with. */
    @Test
    void aTopicTakesRecordsOfTheSizeThatIsSaid() throws IOException {
        assertThat(new ClassPathResource("asyncapi.yaml").getContentAsString(UTF_8))
                .contains("max.message.bytes: " + Outgoing.MAX_BYTES);
    }

    private static List<String> faults(Outgoing record) {
        return EventSchemas.faults(
                topic(record),
                new String(record.key(), UTF_8),
                record.value(),
                record.headers().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> (String) header.getValue())));
    }

    private static Outgoing write(StageEvent event) {
        Consumed cause = consumed("job.requested", new byte[0]);
        cause.headers().add("traceparent", TRACE.getBytes(UTF_8));
        return RECORDS.write(event, cause);
    }

    private static Outgoing conclude(OutcomeProposed proposed) {
        Consumed proposal = consumed("outcome.proposed", RECORDS.write(proposed).value());
        return RECORDS.completed(proposed.concluded(), proposal);
    }

    private static Consumed consumed(String topic, byte[] value) {
        return new Consumed(PREFIX + topic, 0, 0, TIME, JOB.toString().getBytes(UTF_8), value, new RecordHeaders());
    }

    private static String topic(Outgoing record) {
        return record.topic().substring(PREFIX.length());
    }

    private static String text(Outgoing record) {
        return new String(record.value(), UTF_8);
    }

    private static Job job(JobRequest request, String cost, List<Adjustment> adjustments) {
        return Job.pending(
                JOB, request, TIME, new Estimate(new BigDecimal("60"), new BigDecimal(cost), null, adjustments));
    }

    private static JobResult result(
            List<Output> outputs, Map<String, JsonNode> values, List<Warning> warnings, int missing) {
        return new JobResult("videos/x", outputs, values, warnings, missing);
    }

    private static Map<String, JsonNode> values() {
        return Map.of("/seed", JSON.valueToTree(42), "/text", JSON.valueToTree("said"), "", JSON.createArrayNode());
    }

    private static Output output(
            String file, String place, String type, String thumbnail, BigDecimal duration, Integer width) {
        return new Output(
                file,
                place,
                new Output.Derived(thumbnail, null, "preview.gif", "preview.webp", "waveform.png", "peaks.json"),
                new Output.Content(type, "image/x-other", 5, "f".repeat(64)),
                new Output.Measures(duration, width, width, duration),
                new Output.Traits("h264", "aac", 128_000L, 2, 44_100, new BigDecimal("-23.1"), true, false));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
