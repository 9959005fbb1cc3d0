package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The prediction is over, and its outputs wait at Replicate, for an hour, or are gone. Written by settle, and by the
 * poller when they are gone; read by store, which alone knows whether they were stored before, and by the sinks.
 *
 * @param attempt     counted from 1
 * @param generatedAt the prediction's {@code completed_at}, or when it was found that the outputs are gone
 */
public record JobGenerated(
        @JsonUnwrapped Job job, int attempt, @JsonUnwrapped GeneratedOutputs outputs, Instant generatedAt)
        implements JobEvent, StageEvent {

    public JobGenerated {
        Objects.requireNonNull(outputs, "outputs");
        Objects.requireNonNull(generatedAt, "generatedAt");
        Storable.requireTime("generatedAt", generatedAt);
        AttemptContext.requireAttempt(attempt);
        job = job.at(JobProgress.generated(attempt));
    }

    /** Where the files of the output are, in the model's order. */
    public List<String> outputUrls() {
        return outputs.outputUrls();
    }

    /** Of each file, where it stands in the output. */
    public List<String> outputPlaces() {
        return outputs.outputPlaces();
    }

    /** What else the output has, by its place. */
    public Map<String, JsonNode> values() {
        return outputs.values();
    }

    public int leftOut() {
        return outputs.leftOut();
    }

    public int missingOutputs() {
        return outputs.missingOutputs();
    }

    public @Nullable String outputsGone() {
        return outputs.outputsGone();
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
