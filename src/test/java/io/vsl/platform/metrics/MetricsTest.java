package io.vsl.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract's metrics, where Prometheus reads them. */
@NeedsServers
class MetricsTest {

    private final Application application = Application.shared();

    @Test
    void aJobIsSeenInAllOfThem() {
        Client client = new Client(application.url());
        String jobId = client.submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"a lighthouse"}""");
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");

        String model = "\\{[^}]*mediaType=\"image\",modelId=\"flux-schnell\"[^}]*} [1-9]";
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(metrics())
                .containsPattern("JobsStarted_total" + model)
                .containsPattern("JobsCompleted_total" + model)
                .containsPattern("ProcessingTime_seconds_count" + model)
                .containsPattern("WebhookLatency_seconds_count\\S* [1-9]")
                .containsPattern("S3UploadTime_seconds_count\\S* [1-9]")
                .containsPattern("DatabaseWriteTime_seconds_count\\{[^}]*stage=\"sink-postgres\"[^}]*} [1-9]")
                .containsPattern("CacheHitRate_count\\S* [1-9]"));
    }

    @Test
    void eachStageSaysWhatItDid() {
        Client client = new Client(application.url());
        client.awaitOutcome(client.submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"a harbour"}"""));

        for (String stage : List.of("admit", "generate", "settle", "store", "render", "conclude", "sink-redis")) {
            assertThat(application.bean(Topology.class).consuming()).contains(stage);
            String of = "\\{[^}]*stage=\"" + stage + "\"[^}]*} ";
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(metrics())
                    .containsPattern("vsl_stage_records_in_total" + of + "[1-9]")
                    .containsPattern("vsl_stage_records_out_total" + of)
                    .containsPattern("vsl_stage_records_retried_total" + of)
                    .containsPattern("vsl_stage_records_dead_lettered_total" + of)
                    .containsPattern("vsl_stage_duration_seconds_count" + of + "[1-9]")
                    .containsPattern("vsl_stage_lag" + of + "0\\.0"));
        }
    }

    @Test
    void anOutcomeThatIsReadAgainIsCountedOnce() throws Exception {
        String model = "m-" + UUID.randomUUID();
        Job job = Job.pending(
                UUID.randomUUID(),
                new JobRequest(
                        "user123",
                        MediaType.IMAGE,
                        model,
                        JsonConfiguration.json().createObjectNode(),
                        null,
                        null),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                new Estimate(BigDecimal.ONE, BigDecimal.ONE, null, List.of()));
        String topic = application.topic("outcome.proposed");
        String jobId = job.jobId().toString();
        Log.produce(
                topic,
                jobId,
                JsonConfiguration.json()
                        .writeValueAsString(new OutcomeProposed(
                                job.failed(JobError.of(ErrorCode.TIMEOUT, "it ended so"), job.createdAt()))));
        Log.replay(application.topic("conclude.retry"), Log.await(topic, Log.key(jobId)));
        Log.awaitDrained(application.topic("conclude"), List.of(topic, application.topic("conclude.retry")));

        assertThat(application
                        .bean(MeterRegistry.class)
                        .get("JobsFailed")
                        .tags("modelId", model)
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void withTheSettingTheyAreLinesOnStandardOutputToo() {
        PrintStream before = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try (Application alone = Application.start(
                Map.of("VSL_STAGES", "setup,status", "STAGE", "homolog", "VSL_CLOUDWATCH_METRICS", "true"))) {
            new Client(alone.url()).status(UUID.randomUUID().toString());
        } finally {
            System.setOut(before);
        }

        assertThat(written.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(it -> it.contains("_aws"))
                        .map(Http::json))
                .anyMatch(it -> it.at("/CacheHitRate/0").asDouble(-1) == 0
                        && it.path("deployment").asText().equals("homolog"));
    }

    private String metrics() {
        return Http.send(Http.to(application.url() + "/metrics")).body();
    }
}
