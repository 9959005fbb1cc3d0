package io.vsl.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobResult;
import io.vsl.job.JobSnapshot;
import io.vsl.job.Output;
import io.vsl.platform.aws.MediaLinks;
import io.vsl.platform.security.Caller;
import java.math.BigDecimal;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The job as the contract shows it, to those who may see it. */
@Component("showJob")
class ShowJob {

    private final MediaLinks links;
    private final ObjectMapper json;

    ShowJob(MediaLinks links, ObjectMapper json) {
        this.links = links;
        this.json = json;
    }

    /** The job with links in its result. */
    private record JobView(
            @JsonUnwrapped @JsonIgnoreProperties("result") Job job,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ResultView result) {
    }

    /** One output with its links. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record OutputView(
            String originalUrl,
            @Nullable String thumbnailUrl,
            @Nullable String thumbnailError,
            String s3Path,
            String contentType,
            long fileSize,
            String sha256,
            @Nullable BigDecimal duration,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable BigDecimal fps) {
    }

    /** The members of the first output, and all of them. */
    private record ResultView(
            @JsonUnwrapped OutputView first,
            List<OutputView> outputs,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int missingOutputs) {
    }

    public void show(Exchange exchange) throws JsonProcessingException {
        JobSnapshot found = exchange.getMessage().getBody(JobSnapshot.class);
        Caller caller = exchange.getProperty("caller", Caller.class);
        if (found == null || !caller.owns(found.job().userId())) {
            throw ReadJobId.unknownJob();
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Cache-Control", "no-store");
        message.setBody(json.writeValueAsBytes(view(found.job())));
    }

    private JobView view(Job job) {
        JobResult result = job.result();
        if (result == null) {
            return new JobView(job, null);
        }
        List<OutputView> outputs = result.outputs().stream().map(output -> view(result, output)).toList();
        return new JobView(job, new ResultView(outputs.get(0), outputs, result.missingOutputs()));
    }

    private OutputView view(JobResult result, Output output) {
        String folder = result.s3Path() + "/";
        String thumbnailUrl = output.thumbnail() == null ? null : links.url(folder + output.thumbnail());
        return new OutputView(links.url(folder + output.file()), thumbnailUrl, output.thumbnailError(),
                result.s3Path(), output.contentType(), output.fileSize(), output.sha256(), output.duration(),
                output.width(), output.height(), output.fps());
    }
}
