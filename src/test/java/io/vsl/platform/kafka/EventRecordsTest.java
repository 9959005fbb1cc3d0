package io.vsl.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vsl.job.Estimate;
import io.vsl.job.FieldError;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobRequest;
import io.vsl.job.JobStarted;
import io.vsl.job.MediaType;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.json.JsonConfiguration;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRecordsTest {

    private static final UUID JOB = UUID.fromString("0190a7a0-0000-7000-8000-000000000001");
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final Topics topics = PlainTopics.withPrefix("acme");
    private final EventRecords records = new EventRecords(JsonConfiguration.json(), topics);
    private final OutcomeProposed refused = new OutcomeProposed(Job.refused(
            JOB,
            MediaType.IMAGE,
            "flux",
            "user123",
            TIME,
            List.of(new FieldError("modelId", "INVALID", "must be a model"))));
    private final JobStarted started = new JobStarted(
            Job.pending(
                            JOB,
                            new JobRequest(
                                    "user123",
                                    MediaType.IMAGE,
                                    "flux",
                                    JsonNodeFactory.instance.objectNode(),
                                    null,
                                    null),
                            TIME,
                            new Estimate(BigDecimal.TEN, BigDecimal.ONE, null, List.of()))
                    .processing("prediction", 1),
            1,
            TIME);

    @Test
    void anEventStandsOnTheTopicOfItsKindUnderItsJob() {
        Outgoing record = records.write(started, consumed("acme.job.accepted", "{}"));

        assertThat(record.topic()).isEqualTo("acme.job.started");
        assertThat(record.key()).isEqualTo(JOB.toString().getBytes(UTF_8));
    }

    @Test
    void anOutcomeIsProposedAndThenToldWithTheSameBytes() {
        Outgoing proposed = records.write(refused, consumed("acme.job.requested", "{}"));
        Consumed read = consumed(proposed.topic(), new String(proposed.value(), UTF_8));

        Outgoing told =
                records.completed(records.readEvent(read, OutcomeProposed.class).concluded(), read);

        assertThat(proposed.topic()).isEqualTo("acme.outcome.proposed");
        assertThat(proposed.headers())
                .containsEntry("ce_id", JOB + "/outcome-proposed")
                .containsEntry("ce_type", "vsl.outcome.proposed")
                .doesNotContainKey("ce_dataschema");
        assertThat(told.topic()).isEqualTo("acme.job.completed");
        assertThat(told.value()).isEqualTo(proposed.value());
    }

    @Test
    void itsHeadersAreCloudEventsWhateverThePrefixOfTheInstallation() {
        assertThat(records.completed(refused.concluded(), consumed("acme.outcome.proposed", "{}"))
                        .headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", JOB + "/completed")
                .containsEntry("ce_type", "vsl.job.completed")
                .containsEntry("ce_source", "/vsl")
                .containsEntry("ce_time", TIME.toString())
                .containsEntry("ce_subject", JOB.toString())
                .containsEntry("content-type", "application/json")
                .containsEntry("ce_dataschema", "urn:vsl:schema:job.completed")
                .hasSize(8);
    }

    @Test
    void theTraceOfTheCauseIsCarriedOn() {
        Consumed cause = consumed("acme.job.requested", "{}");
        cause.headers().add("traceparent", TRACE.getBytes(UTF_8));

        assertThat(records.write(refused, cause).headers()).containsEntry("traceparent", TRACE);
    }

    @Test
    void aTraceThatIsNoneOrStandsThereTwiceEndsThere() {
        Consumed junk = consumed("acme.job.requested", "{}");
        junk.headers().add("traceparent", "x".repeat(24_000).getBytes(UTF_8));
        Consumed twice = consumed("acme.job.requested", "{}");
        twice.headers().add("traceparent", TRACE.getBytes(UTF_8)).add("traceparent", TRACE.getBytes(UTF_8));

        for (Consumed cause : List.of(junk, twice)) {
            assertThat(records.write(refused, cause).headers()).doesNotContainKey("traceparent");
        }
        assertThat(records.report(JOB, "webhook-1", TIME, new byte[0], "x".repeat(24_000), Map.of())
                        .headers())
                .doesNotContainKey("traceparent");
    }

    @Test
    void writingAnEventTwiceGivesTheSameRecord() {
        Consumed cause = consumed("acme.job.requested", "{}");

        assertThat(records.write(refused, cause)).usingRecursiveComparison().isEqualTo(records.write(refused, cause));
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        Outgoing record = records.write(started, consumed("acme.job.accepted", "{}"));

        assertThat(records.read(consumed(record.topic(), new String(record.value(), UTF_8))))
                .isEqualTo(started);
    }

    @Test
    void membersOfANewerWriterArePassedOver() {
        String value = new String(
                        records.write(refused, consumed("acme.job.requested", "{}"))
                                .value(),
                        UTF_8)
                .replaceFirst("\\{", "{\"later\":{\"a\":[1]},");

        assertThat(records.read(consumed("acme.job.completed", value))).isEqualTo(refused.concluded());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"text\"",
                "[]",
                "{",
                "{}",
                "not JSON",
                "{\"jobId\":\"x\"}",
                "{} {}",
                "{\"jobId\":null}",
                "{\"status\":\"completed\",\"status\":\"failed\"}",
                "\u0000"
            })
    void whatIsNoEventIsAnInvalidRecord(String value) {
        assertThatThrownBy(() -> records.read(consumed("acme.job.completed", value)))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> records.read(consumed("acme.job.accepted", value), JobAccepted.class))
                .isInstanceOf(InvalidRecord.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobId",
                "status",
                "createdAt",
                "userId",
                "mediaType",
                "modelId",
                "parameters",
                "prediction",
                "path",
                "input"
            })
    void anEventWithoutAMemberThatTheNextStageNeedsIsAnInvalidRecord(String member) {
        String value = """
                {"jobId":"0190a7a0-0000-7000-8000-000000000001","status":"pending","mediaType":"image",
                 "modelId":"flux-schnell","userId":"user123","createdAt":"2026-01-02T03:04:05Z",
                 "parameters":{"prompt":"a fox"},
                 "prediction":{"path":"/models/flux/predictions","input":{"prompt":"a fox"}}}""";
        assertThat(records.read(consumed("acme.job.accepted", value))).isInstanceOf(JobAccepted.class);

        assertThatThrownBy(() ->
                        records.read(consumed("acme.job.accepted", value.replace("\"" + member + "\"", "\"other\""))))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining(member);
    }

    @Test
    void anOutcomeWhoseStatusIsNoneIsAnInvalidRecord() {
        String value = new String(
                records.write(started, consumed("acme.job.accepted", "{}")).value(), UTF_8);

        assertThatThrownBy(() -> records.read(consumed("acme.job.completed", value)))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining("not an outcome");
    }

    @Test
    void aReportKeepsItsBytesAndAddsItsHeaders() {
        byte[] prediction = "{\"id\" : 1.50}".getBytes(UTF_8);

        Outgoing record = records.report(JOB, "webhook-1", TIME, prediction, TRACE, Map.of("context", "signed"));

        assertThat(record.topic()).isEqualTo("acme.prediction.reported");
        assertThat(record.value()).isEqualTo(prediction);
        assertThat(record.headers())
                .containsEntry("ce_id", "webhook-1")
                .containsEntry("traceparent", TRACE)
                .containsEntry("context", "signed");
    }

    private static Consumed consumed(String topic, String value) {
        return new Consumed(
                topic, 0, 0, TIME, JOB.toString().getBytes(UTF_8), value.getBytes(UTF_8), new RecordHeaders());
    }
}
