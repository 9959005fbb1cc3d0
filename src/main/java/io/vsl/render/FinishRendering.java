package io.vsl.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.log.JobFields;
import io.vsl.platform.metrics.DiskRoom;
import io.vsl.platform.objects.FoundObject;
import io.vsl.platform.objects.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.ExchangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The end of rendering a job.
 *
 * <p>{@code metadata.json} is the job as it completed, and never replaced: a replay finds it and proposes the same again,
 * with the same times.
 */
@Component("finishRendering")
public class FinishRendering {

    private static final Logger LOG = LoggerFactory.getLogger(FinishRendering.class);

    /** After that it is worth a look whether a job was rendered before; until then it hardly was. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final RenderProperties properties;
    private final ObjectMapper json;
    private final EventRecords records;
    private final DiskRoom disk;
    private final Clock clock;

    FinishRendering(RenderProperties properties, ObjectMapper json, EventRecords records, DiskRoom disk, Clock clock) {
        this.properties = properties;
        this.json = json;
        this.records = records;
        this.disk = disk;
        this.clock = clock;
    }

    public RenderedJob begin(RenderTask task) {
        boolean may = task.polled().mayBegin(properties.timeout());
        return new RenderedJob(task, may ? new RenderEnd.Open() : new RenderEnd.Later());
    }

    /** Whether it may have been rendered before, as when the topic is read again from its beginning. */
    public boolean isOld(RenderedJob job) {
        return !job.task().isRemake()
                && job.task().stored().storedAt().isBefore(clock.instant().minus(FRESH));
    }

    public RenderEnd rendered(JsonFile metadata) {
        return new RenderEnd.Rendered(metadata.content());
    }

    public RenderEnd remade() {
        return new RenderEnd.Remade();
    }

    public RenderEnd stopped(@ExchangeException Exception reason) {
        return RenderEnd.of(reason);
    }

    public RenderedJob tried(RenderedJob job, RenderEnd end) {
        return new RenderedJob(job.task(), end);
    }

    /** With what an earlier try came to, or else as it is. */
    public RenderedJob found(RenderedJob job, FoundObject metadata) {
        return switch (metadata) {
            case FoundObject.There there -> new RenderedJob(job.task(), new RenderEnd.Rendered(there.content()));
            case FoundObject.Absent absent -> job;
            case FoundObject.Away away -> new RenderedJob(job.task(), new RenderEnd.Held(away.reason(), false));
        };
    }

    public void finish(RenderedJob job) throws IOException {
        RenderTask task = job.task();
        for (int i = 0; i < task.stored().stored().outputs().size(); i++) {
            Files.deleteIfExists(task.file(i));
        }
        switch (job.end()) {
            case RenderEnd.Rendered rendered -> end(task, rendered.metadata());
            case RenderEnd.Remade remade -> remade(task);
            case RenderEnd.Later later -> task.polled().postpone("There was no time left for it in its poll");
            case RenderEnd.Held held -> held(task, held.reason());
            case RenderEnd.Open open -> throw new IllegalStateException("It has not been rendered");
        }
    }

    private static void remade(RenderTask task) {
        task.polled().finish(List.of());
        LOG.atInfo()
                .addKeyValue("action", "render")
                .addKeyValue("jobId", task.stored().job().jobId())
                .log("What is made of the files is made again");
    }

    /** The task stays open, and the stage holds. */
    private void held(RenderTask task, Exception reason) {
        disk.failed(reason);
        LOG.atWarn()
                .addKeyValue("action", "render")
                .addKeyValue("jobId", task.stored().job().jobId())
                .setCause(reason)
                .log("The files can't be rendered yet");
    }

    /** As metadata.json says. */
    private void end(RenderTask task, byte[] metadata) {
        Job job;
        try {
            job = json.readValue(metadata, Job.class);
        } catch (IOException e) {
            held(task, e);
            return;
        }
        task.polled()
                .finish(List.of(
                        records.write(new OutcomeProposed(job), task.polled().consumed())));
        JobFields.of(job, "render", LOG.atInfo())
                .addKeyValue("status", job.status().value())
                .log("Job ended");
    }
}
