package io.vsl.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.models.CheckRequest;
import io.vsl.models.ModelRegistry;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.metrics.PlainMeters;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.platform.stage.TryAgain;
import io.vsl.testing.HandDrivenClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What admit asks of the budgets, and makes of their answer. */
class AdmitDecisionsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T23:59:59Z");
    private static final UUID JOB = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final String GOOD = """
            {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"a fox"}""";

    private final EventRecords records = PlainTopics.records("t");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AdmitRequests admit = new AdmitRequests(
            new CheckRequest(
                    JsonConfiguration.json(),
                    new ModelRegistry(null, Path.of("config", "models.json")),
                    url -> Optional.empty(),
                    url -> Optional.empty()),
            PlainMeters.ofJobs(meters),
            records,
            JsonConfiguration.json(),
            new HandDrivenClock(NOW));

    private static PolledRecord requested(UUID jobId, int offset, String value) {
        return TestPolls.at(
                0,
                offset,
                new Outgoing(
                        "t.job.requested",
                        jobId.toString().getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8),
                        Map.of()));
    }

    private static Map<String, Object> row(UUID jobId, @Nullable String event, boolean refused, boolean seen) {
        Map<String, Object> row = new HashMap<>();
        row.put("job_id", jobId);
        row.put("accepted", true);
        row.put("topic", "t.job.requested");
        row.put("partition", 0);
        row.put("offset", 7L);
        row.put("event", event);
        row.put("refused", refused);
        row.put("seen", seen);
        return row;
    }

    private static JsonNode json(Outgoing record) {
        try {
            return JsonConfiguration.json().readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Outgoing told(Decisions decisions, Map<String, Object> row) throws JsonProcessingException {
        admit.finish(admit.remembered(decisions, List.of(row)));
        return TestPolls.outputs(decisions.all().getFirst().polled()).getFirst();
    }

    @Test
    void whatARequestWillCostIsAskedForInTheOrderOfTheLog() {
        Decisions decisions = admit.decide(TestPolls.poll(
                requested(JOB, 7, GOOD), requested(OTHER, 8, "{\"userId\":\"user123\"}"), requested(JOB, 9, GOOD)));

        assertThat(decisions.jobIds()).containsExactly(JOB.toString(), OTHER.toString());
        assertThat(decisions.userIds()).containsExactly("user123", null);
        assertThat(decisions.modelIds()).containsExactly("flux-schnell", null);
        assertThat(decisions.estimates()).containsExactly("0.003", null);
        assertThat(decisions.day()).isEqualTo(LocalDate.parse("2026-11-30"));
    }

    @Test
    void whatIsWithinTheBudgetIsAccepted() throws JsonProcessingException {
        Decisions decisions = admit.decide(TestPolls.poll(requested(JOB, 7, GOOD)));

        assertThat(told(decisions, row(JOB, null, false, true)).topic()).isEqualTo("t.job.accepted");
    }

    @Test
    void whatIsBeyondItFailsAndSaysSoInTheSameWordsWheneverItIsReadAgain() throws JsonProcessingException {
        Decisions decisions = admit.decide(TestPolls.poll(requested(JOB, 7, GOOD)));
        String event = decisions.events()[0];

        Outgoing told = told(decisions, row(JOB, null, true, true));
        Outgoing again = told(admit.decide(TestPolls.poll(requested(JOB, 7, GOOD))), row(JOB, event, true, true));

        assertThat(told.topic()).isEqualTo("t.outcome.proposed");
        assertThat(json(told).path("status").asText()).isEqualTo("failed");
        assertThat(json(told).at("/error/code").asText()).isEqualTo("BUDGET_EXCEEDED");
        assertThat(json(told).at("/error/retryable").asBoolean()).isFalse();
        assertThat(json(told).path("estimatedCost").decimalValue()).isEqualByComparingTo("0.003");
        assertThat(json(told).path("completedAt")).isEqualTo(json(told).path("createdAt"));
        assertThat(again.value()).isEqualTo(told.value());
        assertThat(meters.get("vsl.budget.refused").counter().count()).isEqualTo(1);
    }

    @Test
    void whileAnotherDecidesOnTheSameJobNothingIsTold() {
        Decisions decisions = admit.decide(TestPolls.poll(requested(JOB, 7, GOOD)));
        Admitted admitted =
                admit.remembered(decisions, List.of(row(JOB, decisions.events()[0], false, false)));

        assertThatThrownBy(() -> admit.finish(admitted)).isInstanceOf(TryAgain.class);
        assertThat(decisions.all()).allMatch(decision -> decision.polled().isOpen());
    }
}
