package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a completed job left in S3.
 *
 * @param s3Path         the folder in the bucket, {@code images/user123/2026/01/01/<jobId>}, without a slash at the end
 * @param outputs        one entry per file, those of the job's media type first, otherwise in the model's order; at least
 *                       one
 * @param values         what the model gave that is no file, by its place in the output, a JSON pointer
 * @param warnings       what is odd, and which files are missing and why
 * @param missingOutputs how many of those that were asked for the model left out, as one does with flagged images
 */
public record JobResult(
        String s3Path,
        List<Output> outputs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> values,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int missingOutputs) {

    /** The job as it completed, beside its files. */
    public static final String METADATA = "metadata.json";

    public JobResult {
        Objects.requireNonNull(s3Path, "s3Path");
        outputs = List.copyOf(outputs);
        values = values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        Storable.require(!outputs.isEmpty(), "outputs", "must not be empty");
    }

    /** What is known of the files, without what the model said. */
    JobResult withoutValues() {
        return new JobResult(s3Path, outputs, Map.of(), warnings, missingOutputs);
    }

    /** Whether a file of that name is in the folder. */
    public boolean hasFile(String name) {
        return name.equals(METADATA) || outputs.stream().flatMap(Output::files).anyMatch(name::equals);
    }
}
