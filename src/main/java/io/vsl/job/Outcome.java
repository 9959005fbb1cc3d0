package io.vsl.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a job ended. Once it stands on {@code job.completed} it never changes. */
public sealed interface Outcome extends JobState {

    /** When it ended. */
    Instant at();

    /** Seconds from its creation; null only in events of others. */
    @Nullable
    BigDecimal processingTime();

    /**
     * Its files are stored.
     *
     * @param cost           USD; null when the model's price isn't known
     * @param mediaDeletedAt since when its files are gone, or are on their way out; null while they are there
     */
    record Completed(
            Instant at,
            @Nullable BigDecimal processingTime,
            @Nullable BigDecimal cost,
            JobResult result,
            @Nullable Instant mediaDeletedAt)
            implements Outcome {

        public Completed {
            requireStorable(at, processingTime);
            Storable.requireAmount("cost", cost);
            Objects.requireNonNull(result, "result");
            Storable.requireTime("mediaDeletedAt", mediaDeletedAt);
        }

        public Completed(Instant at, @Nullable BigDecimal processingTime, @Nullable BigDecimal cost, JobResult result) {
            this(at, processingTime, cost, result, null);
        }

        /** The same outcome without its files. */
        Completed withoutMedia(Instant since) {
            return new Completed(at, processingTime, cost, result.withoutValues(), since.isBefore(at) ? at : since);
        }

        @Override
        public JobStatus status() {
            return JobStatus.COMPLETED;
        }
    }

    /** It has no result, and the error says why. */
    record Failed(Instant at, @Nullable BigDecimal processingTime, JobError error) implements Outcome {

        public Failed {
            requireStorable(at, processingTime);
            Objects.requireNonNull(error, "error");
        }

        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }
    }

    /** Somebody wanted it to end. */
    record Cancelled(Instant at, @Nullable BigDecimal processingTime, JobError error) implements Outcome {

        public Cancelled {
            requireStorable(at, processingTime);
            Objects.requireNonNull(error, "error");
        }

        @Override
        public JobStatus status() {
            return JobStatus.CANCELLED;
        }
    }

    private static void requireStorable(Instant at, @Nullable BigDecimal processingTime) {
        Objects.requireNonNull(at, "completedAt");
        Storable.requireTime("completedAt", at);
        Storable.requireAmount("processingTime", processingTime);
    }

    /** Seconds; never negative, though the clocks of two machines may differ. */
    static BigDecimal seconds(Instant from, Instant to) {
        long millis = Math.max(0, Duration.between(from, to).toMillis());
        return BigDecimal.valueOf(millis, 3).setScale(1, RoundingMode.HALF_UP);
    }
}
