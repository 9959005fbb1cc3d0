package io.vsl.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.Charge;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.Price;
import io.vsl.job.Price.Per;
import io.vsl.testing.TestJobs;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What attempts cost, of all that is proposed for their jobs. */
class AttemptChargesTest {

    private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
    private static final Price PRICE =
            new Price(new BigDecimal("0.000225"), Per.PREDICT_SECOND, BigDecimal.TEN, LocalDate.parse("2026-02-01"));

    private final UUID jobId = UUID.randomUUID();

    @Test
    void whatReplicateSaysComesBeforeWhatIsGuessedAndThatBeforeNothing() {
        Job running = TestJobs.pending(jobId, AT).processing("p1", 1);
        Job cancelled = running.failed(JobError.cancelled(), AT);
        Job timedOut = running.failed(JobError.of(ErrorCode.TIMEOUT, "late"), AT);
        Job metered =
                running.charged(Charge.metered(PRICE, new BigDecimal("4"))).failed(JobError.cancelled(), AT);

        assertThat(sources(timedOut)).containsExactly("unknown");
        assertThat(sources(timedOut, cancelled)).as("a guess replaces nothing").containsExactly("unknown");
        assertThat(sources(cancelled, timedOut)).containsExactly("estimated");
        assertThat(sources(cancelled, metered, timedOut)).containsExactly("metered");
        assertThat(new AttemptCharges(List.of(cancelled, metered)).usds()).containsExactly("0.0009");
        assertThat(new AttemptCharges(List.of(cancelled)).usds()).containsExactly("0.003");
    }

    @Test
    void eachAttemptHasItsOwn() {
        Job job = TestJobs.pending(jobId, AT);
        AttemptCharges charges = new AttemptCharges(List.of(
                job.processing("p1", 1).failed(JobError.cancelled(), AT),
                job.processing("p2", 2).failed(JobError.cancelled(), AT)));

        assertThat(charges.attempts()).containsExactly(1, 2);
        assertThat(charges.predictionIds()).containsExactly("p1", "p2");
        assertThat(charges.jobIds()).containsExactly(jobId.toString(), jobId.toString());
    }

    @Test
    void withoutAPredictionThereIsNothingToPay() {
        Job job = TestJobs.pending(jobId, AT);

        assertThat(sources(job.failed(JobError.cancelled(), AT))).isEmpty();
        assertThat(sources(job.attempted(1).failed(JobError.cancelled(), AT))).isEmpty();
    }

    private static String[] sources(Job... proposed) {
        return new AttemptCharges(List.of(proposed)).sources();
    }
}
