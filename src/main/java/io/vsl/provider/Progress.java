package io.vsl.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.JobError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a prediction has come. */
public sealed interface Progress {

    /** It has not ended, or nobody understands what it does. */
    record Running() implements Progress {}

    /** It has ended. */
    sealed interface Ended extends Progress {

        /** By the provider's clock; null when it isn't said. */
        @Nullable
        Instant at();
    }

    /**
     * It has given something.
     *
     * @param output   what it gave, in any form; {@link PredictionOutput} looks for files in it
     * @param leftOut  how many parts of the output are not in it, or not whole
     * @param tooLarge how many characters the output had that was left out, since no record holds it; else 0
     * @param removed  whether the provider has removed what there was
     */
    record Succeeded(
            JsonNode output,
            int leftOut,
            long tooLarge,
            boolean removed,
            @Nullable Instant at) implements Ended {}

    /** It failed, for that reason; {@code PROVIDER_INTERRUPTED} is worth another attempt. */
    record Failed(JobError error, @Nullable Instant at) implements Ended {}

    /** Somebody cancelled it. */
    record Cancelled(@Nullable Instant at) implements Ended {}

    /** It ran out of time. */
    record TimedOut(@Nullable Instant at) implements Ended {}
}
