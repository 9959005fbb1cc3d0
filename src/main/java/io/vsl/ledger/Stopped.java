package io.vsl.ledger;

import io.vsl.job.Job;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link Stop}: how far each job had come, in the order of the wishes. */
public record Stopped<S>(List<Entry<S>> entries) {

    public Stopped {
        entries = List.copyOf(entries);
    }

    /**
     * A job of which nothing is sent any more.
     *
     * @param requestedAt  when that was wished for first
     * @param ended        whether it has an outcome already
     * @param job          as it was accepted; null when nobody knows it yet
     * @param attempts     how many were made, or are being made
     * @param predictionId of its last attempt; null when there is none that we know of
     * @param provider     where that is; null is the default
     */
    public record Entry<S>(
            S subject,
            UUID jobId,
            Instant requestedAt,
            boolean ended,
            @Nullable Job job,
            int attempts,
            @Nullable String predictionId,
            @Nullable String provider) {}
}
