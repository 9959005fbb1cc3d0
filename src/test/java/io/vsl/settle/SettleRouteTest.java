package io.vsl.settle;

import static io.vsl.testing.Records.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.AttemptContext;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.security.Sha256;
import io.vsl.provider.SignedContext;
import io.vsl.testing.Application;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Records;
import io.vsl.testing.TestJobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code prediction.reported}: what each report means. */
@NeedsServers
class SettleRouteTest {

    private final Application application = Application.shared();
    private final UUID jobId = UUID.randomUUID();
    private final Instant createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final String context = application
            .bean(SignedContext.class)
            .sign(new AttemptContext(TestJobs.pending(jobId, createdAt), 1, 3, null));

    @Test
    void aPredictionThatSucceededBringsItsOutputsOn() {
        report("'status':'succeeded','output':['https://replicate.delivery/a.png',null,"
                + "'https://replicate.delivery/b.png'],'completed_at':'2026-01-01T00:00:00.5Z'");

        JsonNode generated = event("job.generated");

        assertThat(generated.path("outputUrls").toString())
                .isEqualTo("[\"https://replicate.delivery/a.png\",\"https://replicate.delivery/b.png\"]");
        assertThat(generated.path("outputPlaces").toString()).isEqualTo("[\"/0\",\"/2\"]");
        assertThat(generated.path("missingOutputs").asInt()).isEqualTo(1);
        assertThat(generated.path("predictionId").asText()).isEqualTo("p1");
        assertThat(generated.path("generatedAt").asText()).isEqualTo("2026-01-01T00:00:00.500Z");
    }

    @Test
    void filesAreFoundWhereverTheyStandAndTheRestIsKeptBesideThem() {
        report("'status':'succeeded','output':{'seed':42,'images':[{'image':'https://replicate.delivery/a (1).png',"
                + "'text':'a fox'}],'none':null}");

        JsonNode generated = event("job.generated");

        assertThat(generated.path("outputUrls").toString()).isEqualTo("[\"https://replicate.delivery/a (1).png\"]");
        assertThat(generated.path("outputPlaces").toString()).isEqualTo("[\"/images/0/image\"]");
        assertThat(generated.path("values").toString()).isEqualTo("{\"/seed\":42,\"/images/0/text\":\"a fox\"}");
    }

    @Test
    void anOutputOnAHostThatIsNotReplicatesIsNotFetched() {
        report("'status':'succeeded','output':'http://169.254.169.254/latest/meta-data'");

        assertThat(event("job.completed").at("/error/code").asText()).isEqualTo("OUTPUT_REJECTED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'status':'failed','error':'(E005)'|failed|CONTENT_FLAGGED",
                "'status':'failed','error':null|failed|MODEL_ERROR",
                "'status':'failed','error':'\\ud800\\u0000'|failed|MODEL_ERROR",
                "'status':'canceled'|cancelled|CANCELLED",
                "'status':'aborted'|failed|TIMEOUT",
                "'status':'succeeded'|failed|NO_OUTPUT",
                "'status':'succeeded','output':null,'data_removed':true|failed|OUTPUT_EXPIRED",
                "'status':'succeeded','output':[]|failed|NO_OUTPUT",
                "'status':'succeeded','output':7|failed|NO_OUTPUT",
                "'status':'succeeded','output':{'seed':42,'flagged':[false,null]}|failed|NO_OUTPUT",
                "'status':'succeeded','output':null,'output_too_large':5242880|failed|OUTPUT_REJECTED",
                "'status':'succeeded','output':null,'data_removed':'true'|failed|OUTPUT_EXPIRED",
                "'status':'succeeded','output':null,'data_removed':1|failed|OUTPUT_EXPIRED",
                "'status':'failed','error':{'detail':'CUDA error','code':1}|failed|MODEL_ERROR",
                "'status':'failed','error':{'message':'flagged','code':'E005'}|failed|CONTENT_FLAGGED",
                "'status':'failed','error':['out of memory',7,null]|failed|OUT_OF_MEMORY",
                "'status':'failed','error':7|failed|MODEL_ERROR",
                "'status':'FAILED','error':true|failed|MODEL_ERROR",
                "'status':'cancelled'|cancelled|CANCELLED",
                "'status':'failed','completed_at':'soon'|failed|MODEL_ERROR",
                "'status':'failed','completed_at':1767263432.5|failed|MODEL_ERROR",
                "'status':'failed','completed_at':'2026-01-01 10:30:32'|failed|MODEL_ERROR",
                "'status':'failed','completed_at':'+99999-01-01T00:00:00Z'|failed|MODEL_ERROR",
                "'status':'failed','completed_at':'2099-01-01T00:00:00Z'|failed|MODEL_ERROR",
                "'status':'failed','completed_at':{},'created_at':[],'data_removed':{}|failed|MODEL_ERROR",
                "'id':'p2','status':'failed','status':'failed'|failed|MODEL_ERROR",
            })
    void aPredictionThatEndedOtherwiseEndsTheJob(String fields, String status, String code) {
        report(fields);

        JsonNode completed = event("job.completed");

        assertThat(completed.path("status").asText()).isEqualTo(status);
        assertThat(completed.at("/error/code").asText()).isEqualTo(code);
        assertThat(completed.has("cost")).isFalse();
        assertAReportGoesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2099-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "1970-01-01T00:00:00Z"})
    void aTimeThatCannotBeMeantIsThatOfTheReport(String completedAt) {
        report("'status':'failed','completed_at':'%s'".formatted(completedAt));

        assertThat(Instant.parse(event("job.completed").path("completedAt").asText()))
                .isBetween(createdAt.minusSeconds(60), createdAt.plusSeconds(600));
    }

    /** A report of the release before: its context has a key that is made of the webhook's secret. */
    @Test
    void aReportThatWasWrittenBeforeContextsHadKeysOfTheirOwnIsTaken() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            JsonConfiguration.json()
                    .writeValue(
                            deflater,
                            application
                                    .bean(SignedContext.class)
                                    .verify(context)
                                    .orElseThrow());
        }
        String content = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
        byte[] key =
                Sha256.hmac(bytes(Devstack.shared().get("REPLICATE_WEBHOOK_SECRET")), bytes("vsl webhook context"));
        String old = content + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.hmac(key, bytes(content)));

        Records.produce(
                topic(),
                bytes(jobId.toString()),
                bytes("{\"id\":\"p1\",\"status\":\"failed\",\"logs\":\"x\"}"),
                Map.of(SignedContext.PARAMETER, old));

        assertThat(event("job.completed").path("predictionId").asText()).isEqualTo("p1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "processing", "queued"})
    void aPredictionThatRunsSaysNothing(String status) {
        report("'status':'%s'".formatted(status));
        report("'status':'failed','error':'later'");

        assertThat(event("job.completed").at("/error/message").asText()).isEqualTo("later");
        assertThat(Log.read(application.topic("settle.dead-letter"))).noneMatch(Log.key(jobId.toString()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "null", "[]", "7", "{", "{}", "{'id':'p1'}", "{'status':'failed'}", "{'id':{},'status':1}"})
    void whatIsNoPredictionIsADeadLetter(@Nullable String value) {
        byte[] bytes = value == null ? null : bytes(value.replace('\'', '"'));
        Records.produce(topic(), bytes(jobId.toString()), bytes, Map.of(SignedContext.PARAMETER, context));

        ConsumerRecord<byte[], byte[]> letter = deadLetter();

        assertThat(letter.value()).isEqualTo(bytes == null ? new byte[0] : bytes);
        assertThat(Log.header(letter, "dead-letter-reason")).isNotBlank();
        assertAReportGoesOn();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x", "a.b"})
    void aReportWithoutOurContextIsADeadLetter(@Nullable String forged) {
        Records.produce(
                topic(),
                bytes(jobId.toString()),
                bytes("{\"id\":\"p1\",\"status\":\"failed\"}"),
                forged == null ? Map.of() : Map.of(SignedContext.PARAMETER, forged));

        assertThat(Log.header(deadLetter(), "dead-letter-reason")).contains("context");
    }

    @Test
    void theJobIsThatOfTheContextWhateverTheKeySays() {
        String other = UUID.randomUUID().toString();
        Records.produce(
                topic(),
                bytes(other),
                bytes("{\"id\":\"p1\",\"status\":\"failed\"}"),
                Map.of(SignedContext.PARAMETER, context));

        assertThat(event("job.completed").path("jobId").asText()).isEqualTo(jobId.toString());
        assertThat(Log.read(application.topic("job.completed"))).noneMatch(Log.key(other));
    }

    private void report(String fields) {
        Records.produce(
                topic(),
                bytes(jobId.toString()),
                bytes(("{'id':'p1'," + fields + "}").replace('\'', '"')),
                Map.of(SignedContext.PARAMETER, context));
    }

    private void assertAReportGoesOn() {
        new SettleRouteTest().thenFails();
    }

    private void thenFails() {
        report("'status':'failed','error':'next'");
        assertThat(event("job.completed").at("/error/message").asText()).isEqualTo("next");
    }

    private JsonNode event(String name) {
        return Http.json(Log.value(Log.await(application.topic(name), Log.key(jobId.toString()))));
    }

    private ConsumerRecord<byte[], byte[]> deadLetter() {
        return Log.await(application.topic("settle.dead-letter"), Log.key(jobId.toString()));
    }

    private String topic() {
        return application.topic("prediction.reported");
    }
}
