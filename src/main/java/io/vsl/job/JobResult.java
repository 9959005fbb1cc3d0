package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/**
 * What a completed job left in S3.
 *
 * @param s3Path         the folder in the bucket, {@code images/user123/2026/01/01/<jobId>}, without a slash at the end
 * @param outputs        one entry per file, in the model's order; at least one
 * @param missingOutputs how many of those that were asked for the model left out, as one does with flagged images
 */
public record JobResult(
        String s3Path,
        List<Output> outputs,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int missingOutputs) {

    public JobResult {
        Objects.requireNonNull(s3Path, "s3Path");
        outputs = List.copyOf(outputs);
        Storable.require(!outputs.isEmpty(), "outputs", "must not be empty");
    }
}
