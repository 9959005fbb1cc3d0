package io.vsl.platform.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.Outcome;
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
    private final Counter beyondBudget;

    JobMeters(MeterRegistry meters) {
        this.meters = meters;
        this.beyondBudget = meters.counter("vsl.budget.refused");
    }

    /** Its first prediction was made. */
    public void started(Job job) {
        meters.counter("JobsStarted", tags(job)).increment();
    }

    /** It has that outcome. */
    public void ended(JobCompleted event) {
        Job job = event.job();
        switch (event.outcome()) {
            case Outcome.Completed completed -> {
                meters.counter("JobsCompleted", tags(job)).increment();
                long millis = Objects.requireNonNull(completed.processingTime())
                        .movePointRight(3)
                        .longValue();
                meters.timer("ProcessingTime", tags(job)).record(Duration.ofMillis(millis));
            }
            case Outcome.Cancelled cancelled ->
                meters.counter("JobsCancelled", tags(job)).increment();
            case Outcome.Failed failed ->
                meters.counter(
                                "JobsFailed",
                                tags(job).and("errorType", failed.error().code().name()))
                        .increment();
        }
    }

    /** A request or a job was refused, as too little was left of its user's budget. */
    public void beyondBudget() {
        beyondBudget.increment();
    }

    /** As many as there are models: what a refused request names instead of one has no bound. */
    private static Tags tags(Job job) {
        boolean refused = job.error() != null && job.error().code() == ErrorCode.VALIDATION_FAILED;
        return Tags.of(
                "mediaType",
                job.mediaType() == null ? NONE : job.mediaType().value(),
                "modelId",
                refused || job.modelId() == null ? NONE : job.modelId());
    }
}
