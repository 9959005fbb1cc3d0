package io.vsl.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobResult;
import io.vsl.job.Output;
import io.vsl.job.Warning;
import io.vsl.platform.objects.JsonFile;
import io.vsl.render.RenderTask.Part;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What was made of the files of a job comes together as {@code metadata.json}. */
@Component("collectRenditions")
public class CollectRenditions {

    private final RenderProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    CollectRenditions(RenderProperties properties, ObjectMapper json, Clock clock) {
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** The files that something may be made of, whose time begins now. */
    public List<Part> parts(RenderTask task) {
        return task.parts(task.polled().end().orAfter(properties.timeout()));
    }

    /** {@code metadata.json}: the job as it completed. */
    public JsonFile collect(RenderTask task, List<RenderedOutput> rendered) throws JsonProcessingException {
        JobResult stored = task.stored().stored();
        List<Output> outputs = new ArrayList<>(stored.outputs());
        List<Warning> warnings = new ArrayList<>(stored.warnings());
        for (RenderedOutput one : rendered) {
            outputs.set(one.index(), one.output());
            warnings.addAll(one.warnings());
        }
        Job job = task.stored()
                .job()
                .completed(
                        new JobResult(stored.s3Path(), outputs, stored.values(), warnings, stored.missingOutputs()),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return new JsonFile(task.metadataKey(), json.writeValueAsBytes(job));
    }
}
