package io.vsl.compile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Compilation;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobStored;
import io.vsl.job.OutcomeProposed;
import io.vsl.job.StageEvent;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.log.JobFields;
import io.vsl.platform.metrics.DiskRoom;
import io.vsl.platform.objects.FoundObject;
import io.vsl.platform.objects.JsonFile;
import io.vsl.stores.SeenJobs.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.ExchangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The beginning and the end of a compilation.
 *
 * <p>{@code stored.json} is the event that the video is there, and never replaced: a replay finds it and tells the same
 * again, with the same time, though the files that it was made of may be gone.
 */
@Component("finishCompiling")
public class FinishCompiling {

    private static final Logger LOG = LoggerFactory.getLogger(FinishCompiling.class);

    private final CompileProperties properties;
    private final ObjectMapper json;
    private final EventRecords records;
    private final DiskRoom disk;
    private final Clock clock;

    FinishCompiling(CompileProperties properties, ObjectMapper json, EventRecords records, DiskRoom disk, Clock clock) {
        this.properties = properties;
        this.json = json;
        this.records = records;
        this.disk = disk;
        this.clock = clock;
    }

    public CompiledJob begin(CompileTask task) {
        return new CompiledJob(task, beginning(task));
    }

    private CompileEnd beginning(CompileTask task) {
        Seen seen = task.ownState();
        Instant cancelledAt = seen.cancelledAt();
        if (cancelledAt != null) {
            return new CompileEnd.Cancelled(cancelledAt);
        }
        if (seen.ended()) {
            return new CompileEnd.Over();
        }
        return task.polled().mayBegin(properties.timeout()) ? new CompileEnd.Open() : CompileEnd.of(NotYet.noTime());
    }

    public CompileEnd compiled(JsonFile stored) {
        return new CompileEnd.Stored(stored.content());
    }

    public CompileEnd stopped(@ExchangeException Exception reason) {
        return CompileEnd.of(reason);
    }

    public CompiledJob tried(CompiledJob job, CompileEnd end) {
        return new CompiledJob(job.task(), end);
    }

    /** With what an earlier try has stored, or else as it is. */
    public CompiledJob found(CompiledJob job, FoundObject stored) {
        return switch (stored) {
            case FoundObject.There there -> new CompiledJob(job.task(), new CompileEnd.Stored(there.content()));
            case FoundObject.Absent absent -> job;
            case FoundObject.Away away -> new CompiledJob(job.task(), new CompileEnd.Held(away.reason(), false));
        };
    }

    public void finish(CompiledJob job) throws IOException {
        CompileTask task = job.task();
        remove(task.folder());
        switch (job.end()) {
            case CompileEnd.Stored stored -> stored(task, stored.event());
            case CompileEnd.Impossible impossible -> end(task, failed(task, impossible.error(), now()), "Job ended");
            // Also of a job that has ended so: what an earlier try has left in S3 goes when conclude reads it.
            case CompileEnd.Cancelled cancelled ->
                end(task, failed(task, JobError.cancelled(), cancelled.since()), "Job ended");
            case CompileEnd.Over over -> task.polled().finish(List.of());
            case CompileEnd.Later later -> task.polled().postpone(later.reason());
            case CompileEnd.DiskFull full -> {
                disk.failed(full.reason());
                task.polled().postpone("The disk is full on which the compilation is made");
            }
            case CompileEnd.Held held -> held(task, held.reason());
            case CompileEnd.Open open -> throw new IllegalStateException("It has not been made");
        }
    }

    private static OutcomeProposed failed(CompileTask task, JobError error, Instant at) {
        return new OutcomeProposed(task.job().attempted(Compilation.ATTEMPT).failed(error, at));
    }

    /** As stored.json says. */
    private void stored(CompileTask task, byte[] event) {
        try {
            end(task, json.readValue(event, JobStored.class), "The compilation is stored");
        } catch (IOException e) {
            held(task, e);
        }
    }

    /** The task stays open, and the stage holds. */
    private static void held(CompileTask task, Exception reason) {
        LOG.atWarn()
                .addKeyValue("action", "compile")
                .addKeyValue("jobId", task.job().jobId())
                .setCause(reason)
                .log("The compilation can't be made yet");
    }

    private void end(CompileTask task, StageEvent event, String message) {
        Job job = event.job();
        task.polled().finish(List.of(records.write(event, task.polled().consumed())));
        JobFields.of(job, "compile", LOG.atInfo())
                .addKeyValue("status", job.status().value())
                .log(message);
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
