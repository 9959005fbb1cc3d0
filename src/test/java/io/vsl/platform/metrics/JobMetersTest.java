package io.vsl.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.job.ErrorCode;
import io.vsl.job.FieldError;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.testing.TestJobs;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobMetersTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T10:30:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMeters meters = new JobMeters(registry);
    private final Job job = TestJobs.pending(UUID.randomUUID(), CREATED);

    @Test
    void aFailureHasItsErrorsCode() {
        meters.ended(new JobCompleted(
                job.failed(JobError.of(ErrorCode.TIMEOUT, "it took too long"), CREATED.plusSeconds(1))));

        assertThat(registry.get("JobsFailed")
                        .tags("mediaType", "image", "modelId", "flux-schnell", "errorType", "TIMEOUT")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.find("ProcessingTime").timer()).isNull();
    }

    @Test
    void aCancelledJobHasNotFailed() {
        meters.ended(new JobCompleted(job.failed(JobError.cancelled(), CREATED.plusSeconds(1))));

        assertThat(registry.get("JobsCancelled").counter().count()).isEqualTo(1);
        assertThat(registry.find("JobsFailed").counter()).isNull();
    }

    @Test
    void whatARefusedRequestCallsItsModelIsNoTag() {
        meters.ended(new JobCompleted(Job.refused(
                UUID.randomUUID(),
                null,
                "anything-at-all",
                null,
                CREATED,
                List.of(new FieldError("modelId", "UNKNOWN", "there is no such model")))));

        assertThat(registry.get("JobsFailed")
                        .tags("mediaType", "none", "modelId", "none", "errorType", "VALIDATION_FAILED")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
