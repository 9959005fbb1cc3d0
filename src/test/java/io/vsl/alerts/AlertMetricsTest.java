package io.vsl.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.alerts.Alert;
import io.vsl.platform.alerts.Selection;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.stage.HeldOnce;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Receiver;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What alerts and panels name is there, in an application that has met each of these things once. */
@NeedsServers
class AlertMetricsTest {

    private static final Application APPLICATION = Application.shared();

    @BeforeAll
    static void meetAll() throws Exception {
        Client client = new Client(APPLICATION.url());
        try (Receiver receiver = new Receiver()) {
            client.awaitOutcome(client.submitted("""
                    {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"a buoy","webhookUrl":"%s"}""".formatted(receiver.url("/alerts"))));
            Job job = job();
            Log.produce(
                    APPLICATION.topic("outcome.proposed"),
                    job.jobId().toString(),
                    json(failed(job, ErrorCode.TIMEOUT)));
            Job unwanted = job();
            Log.produce(
                    APPLICATION.topic("outcome.proposed"),
                    unwanted.jobId().toString(),
                    json(failed(unwanted, ErrorCode.CANCELLED)));
            HeldOnce.forWantOfRoom(APPLICATION, "render");
            await().atMost(Duration.ofSeconds(60)).until(() -> missing().isEmpty());
        } catch (ConditionTimeoutException e) {
            // The test below says what is missing.
        }
    }

    @Test
    void everyMetricThatAnAlertOrAPanelNamesIsExported() {
        assertThat(missing()).isEmpty();
    }

    /** By the application's own name, with the tags that the list goes by: CloudWatch gets them under these. */
    @Test
    void eachMetricIsOfItsKindAndHasTheTagsThatTheListGoesBy() {
        MeterRegistry meters = APPLICATION.bean(MeterRegistry.class);
        for (Alert alert : AlertFiles.alerts()) {
            Selection of = alert.of();
            List<Meter> found = List.copyOf(meters.find(of.metric()).meters());
            assertThat(found).as(alert.name()).isNotEmpty().allSatisfy(meter -> {
                assertThat(meter.getId().getType().name()).isEqualTo(of.kind().name());
                Set<String> tags = meter.getId().getTags().stream()
                        .map(tag -> tag.getKey())
                        .collect(Collectors.toCollection(() -> new TreeSet<>(Set.of("instance"))));
                assertThat(tags)
                        .containsAll(alert.by())
                        .containsAll(of.where().keySet())
                        .containsAll(of.unless().keySet());
                // In CloudWatch a metric is found by all its tags, or by none where it is of no stage.
                tags.removeAll(Set.of("instance", "application"));
                if (!of.where().isEmpty() || tags.contains("stage")) {
                    assertThat(tags)
                            .isEqualTo(
                                    of.where().isEmpty()
                                            ? Set.of("stage")
                                            : of.where().keySet());
                }
            });
        }
    }

    private static Set<String> missing() {
        String exported = Http.send(Http.to(APPLICATION.url() + "/metrics")).body();
        Set<String> wanted = Stream.concat(
                        AlertFiles.alerts().stream().map(PromQl::condition), AlertFiles.panels().stream())
                .flatMap(expression -> PromQl.metrics(expression).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(wanted).hasSizeGreaterThan(AlertFiles.alerts().size());
        wanted.removeIf(name ->
                Pattern.compile("(?m)^%s[{ ]".formatted(name)).matcher(exported).find());
        return wanted;
    }

    private static Job job() {
        return Job.pending(
                UUID.randomUUID(),
                new JobRequest(
                        "user123",
                        MediaType.IMAGE,
                        "sdxl",
                        JsonConfiguration.json().createObjectNode(),
                        null,
                        null),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                new Estimate(BigDecimal.ONE, BigDecimal.ONE, null, List.of()));
    }

    private static Job failed(Job job, ErrorCode code) {
        return job.failed(JobError.of(code, "it ended so"), job.createdAt());
    }

    private static String json(Job job) throws IOException {
        return JsonConfiguration.json().writeValueAsString(new OutcomeProposed(job));
    }
}
