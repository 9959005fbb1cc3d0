package io.vsl.platform.aws;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.Job;
import io.vsl.job.JobResult;
import io.vsl.job.Output;
import io.vsl.job.Warning;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Jobs as the contract shows them: with links to their files, made now, as long as the files are there. */
@Component
public class JobViews {

    private final MediaLinks links;

    JobViews(MediaLinks links) {
        this.links = links;
    }

    /** The job with links in its result. */
    public record JobView(
            @JsonUnwrapped @JsonIgnoreProperties("result") Job job,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ResultView result) {}

    /** One output with its links. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record OutputView(
            @Nullable String originalUrl,
            @Nullable String place,
            @Nullable String thumbnailUrl,
            @Nullable String thumbnailError,
            @Nullable String previewUrl,
            @Nullable String previewWebpUrl,
            @Nullable String waveformUrl,
            @Nullable String peaksUrl,
            String s3Path,
            @JsonUnwrapped Output.Content content,
            @JsonUnwrapped Output.Measures measures,
            @JsonUnwrapped Output.Traits traits) {}

    /** The members of the first output, and all of them. */
    public record ResultView(
            @JsonUnwrapped OutputView first,
            List<OutputView> outputs,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> values,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int missingOutputs) {}

    public JobView of(Job job) {
        JobResult result = job.result();
        if (result == null) {
            return new JobView(job, null);
        }
        boolean hasFiles = job.mediaDeletedAt() == null;
        List<OutputView> outputs = result.outputs().stream()
                .map(output -> view(result, output, hasFiles))
                .toList();
        return new JobView(
                job,
                new ResultView(outputs.get(0), outputs, result.values(), result.warnings(), result.missingOutputs()));
    }

    private OutputView view(JobResult result, Output output, boolean hasFiles) {
        Output.Derived derived = hasFiles ? output.derived() : Output.Derived.NONE;
        return new OutputView(
                hasFiles ? link(result, output.file()) : null,
                output.place(),
                link(result, derived.thumbnail()),
                output.derived().thumbnailError(),
                link(result, derived.preview()),
                link(result, derived.previewWebp()),
                link(result, derived.waveform()),
                link(result, derived.peaks()),
                result.s3Path(),
                output.content(),
                output.measures(),
                output.traits());
    }

    private @Nullable String link(JobResult result, @Nullable String file) {
        return file == null ? null : links.url(result.s3Path() + "/" + file);
    }
}
