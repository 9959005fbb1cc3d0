package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The prediction succeeded and its outputs wait at Replicate, for an hour. Written by settle, read by store and the
 * sinks.
 *
 * @param attempt        counted from 1
 * @param outputUrls     where the outputs are, in the model's order; at least one
 * @param missingOutputs how many of those that were asked for the model left out, as one does with flagged images
 * @param generatedAt    the prediction's {@code completed_at}
 */
public record JobGenerated(
        @JsonUnwrapped Job job,
        int attempt,
        List<URI> outputUrls,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int missingOutputs,
        Instant generatedAt)
        implements JobEvent {

    public JobGenerated {
        Objects.requireNonNull(generatedAt, "generatedAt");
        Storable.requireTime("generatedAt", generatedAt);
        AttemptContext.requireAttempt(attempt);
        outputUrls = List.copyOf(outputUrls);
        Storable.require(!outputUrls.isEmpty(), "outputUrls", "must not be empty");
    }

    @Override
    public JobEventType type() {
        return JobEventType.GENERATED;
    }

    @Override
    public Instant time() {
        return generatedAt;
    }

    @Override
    public String id() {
        return job.jobId() + "/generated/" + attempt;
    }
}
