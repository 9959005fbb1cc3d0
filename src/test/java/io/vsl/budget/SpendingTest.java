package io.vsl.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.Charge;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobHistories;
import io.vsl.job.JobProgress;
import io.vsl.job.JobRequest;
import io.vsl.job.JobResult;
import io.vsl.job.MediaType;
import io.vsl.job.Outcome;
import io.vsl.job.Price;
import io.vsl.job.Price.Per;
import io.vsl.platform.json.JsonConfiguration;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a job counts with once it has ended. */
class SpendingTest {

    private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
    private static final BigDecimal ESTIMATE = new BigDecimal("0.05");
    private static final Set<ErrorCode> CHARGED =
            Set.of(ErrorCode.CANCELLED, ErrorCode.NO_OUTPUT, ErrorCode.OUTPUT_EXPIRED, ErrorCode.OUTPUT_REJECTED);

    private static final Job PENDING = Job.pending(
            UUID.randomUUID(),
            new JobRequest(
                    "user123",
                    MediaType.IMAGE,
                    "flux-schnell",
                    JsonConfiguration.json().createObjectNode(),
                    null,
                    null),
            AT,
            new Estimate(BigDecimal.ONE, ESTIMATE, null, List.of()));

    private static Job completed(Job job, @Nullable BigDecimal cost) {
        return new Job(
                job.jobId(),
                job.requested(),
                job.estimate(),
                new JobProgress(1, 4),
                "p1",
                null,
                new Outcome.Completed(
                        AT,
                        BigDecimal.ONE,
                        cost,
                        new JobResult("images/x", List.of(JobHistories.image()), Map.of(), List.of(), 0)));
    }

    @Test
    void aCompletedJobCountsWithItsCost() {
        assertThat(Spending.of(completed(PENDING, new BigDecimal("0.04")))).isEqualByComparingTo("0.04");
    }

    @Test
    void whereNobodyKnowsTheCostTheEstimateCounts() {
        assertThat(Spending.of(completed(PENDING, null))).isEqualByComparingTo(ESTIMATE);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void whatNeverReachedReplicateCostsNothing(ErrorCode code) {
        assertThat(Spending.of(PENDING.failed(JobError.of(code, "because"), AT)))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void ofWhatReplicateHadThatCountsWhichItChargesFor(ErrorCode code) {
        Job ended = PENDING.processing("p1", 1).failed(JobError.of(code, "because"), AT);

        assertThat(Spending.of(ended)).isEqualByComparingTo(CHARGED.contains(code) ? ESTIMATE : BigDecimal.ZERO);
    }

    @Test
    void whatThePredictionCostsCountsHoweverTheJobEnds() {
        Price price = new Price(new BigDecimal("0.002"), Per.PREDICT_SECOND, BigDecimal.TEN, null);
        Job job = PENDING.processing("p1", 1).charged(Charge.metered(price, new BigDecimal("3.5")));

        assertThat(Spending.of(job.failed(JobError.of(ErrorCode.CANCELLED, "because"), AT)))
                .isEqualByComparingTo("0.007");
        assertThat(Spending.of(job.failed(JobError.of(ErrorCode.MODEL_ERROR, "because"), AT)))
                .isEqualByComparingTo("0.007");
        assertThat(job.completed(new JobResult("images/x", List.of(JobHistories.image()), Map.of(), List.of(), 0), AT)
                        .cost())
                .isEqualByComparingTo("0.007");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void whatThePredictionCostsMayBeUnknown(ErrorCode code) {
        Job job = PENDING.processing("p1", 1).charged(Charge.UNKNOWN);

        assertThat(Spending.of(job.failed(JobError.of(code, "because"), AT)))
                .isEqualByComparingTo(CHARGED.contains(code) ? ESTIMATE : BigDecimal.ZERO);
    }
}
