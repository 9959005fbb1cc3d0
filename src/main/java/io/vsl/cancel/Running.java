package io.vsl.cancel;

import io.vsl.platform.stage.PolledRecord;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A prediction that may run for a job that is to end.
 *
 * @param provider where it runs; null is the default
 */
record Running(
        PolledRecord polled,
        UUID jobId,
        String predictionId,
        @Nullable String provider) {}
