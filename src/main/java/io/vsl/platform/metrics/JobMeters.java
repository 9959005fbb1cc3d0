package io.vsl.platform.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import java.time.Duration;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Counts jobs by the names of the contract, with the tags {@code mediaType} and {@code modelId}. It is called where the
 * database has just said that the fact is new, so that what is read again isn't counted again.
 */
@Component
public class JobMeters {

    private static final String NONE = "none";

    private final MeterRegistry meters;

    JobMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Its first prediction was made. */
    public void started(Job job) {
        meters.counter("JobsStarted", tags(job)).increment();
    }

    /** It has that outcome. */
    public void ended(Job job) {
        switch (job.status()) {
            case COMPLETED -> {
                meters.counter("JobsCompleted", tags(job)).increment();
                long millis = Objects.requireNonNull(job.processingTime()).movePointRight(3).longValue();
                meters.timer("ProcessingTime", tags(job)).record(Duration.ofMillis(millis));
            }
            case CANCELLED -> meters.counter("JobsCancelled", tags(job)).increment();
            case FAILED -> meters.counter("JobsFailed",
                    tags(job).and("errorType", Objects.requireNonNull(job.error()).code().name())).increment();
            default -> throw new IllegalArgumentException(job.status() + " is no outcome");
        }
    }

    /** As many as there are models: what a refused request names instead of one has no bound. */
    private static Tags tags(Job job) {
        boolean refused = job.error() != null && job.error().code() == ErrorCode.VALIDATION_FAILED;
        return Tags.of("mediaType", job.mediaType() == null ? NONE : job.mediaType().value(),
                "modelId", refused || job.modelId() == null ? NONE : job.modelId());
    }
}
