package io.vsl.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobStored;
import io.vsl.job.OutcomeProposed;
import io.vsl.job.StageEvent;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.log.JobFields;
import io.vsl.platform.objects.FoundObject;
import io.vsl.platform.objects.JsonFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.camel.ExchangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The end of storing a job.
 *
 * <p>{@code stored.json} is the event that the files are there, and never replaced: a replay finds it and tells the same
 * again, with the same time, though the outputs at Replicate are long gone.
 */
@Component("finishStoring")
public class FinishStoring {

    private static final Logger LOG = LoggerFactory.getLogger(FinishStoring.class);

    private final ObjectMapper json;
    private final EventRecords records;
    private final Clock clock;

    FinishStoring(ObjectMapper json, EventRecords records, Clock clock) {
        this.json = json;
        this.records = records;
        this.clock = clock;
    }

    public StoreEnd stored(JsonFile stored) {
        return new StoreEnd.Stored(stored.content());
    }

    public StoreEnd stopped(@ExchangeException Exception reason) {
        return StoreEnd.of(reason);
    }

    public StoredJob tried(StoreTask task, StoreEnd end) {
        return new StoredJob(task, end);
    }

    /** With what an earlier try has stored, or else with the reason why this one could not. */
    public StoredJob found(StoredJob job, FoundObject stored) {
        return switch (stored) {
            case FoundObject.There there -> new StoredJob(job.task(), new StoreEnd.Stored(there.content()));
            case FoundObject.Absent absent -> job;
            case FoundObject.Away away -> new StoredJob(job.task(), new StoreEnd.Held(away.reason(), false));
        };
    }

    public void finish(StoredJob job) {
        StoreTask task = job.task();
        switch (job.end()) {
            case StoreEnd.Stored stored -> stored(task, stored.event());
            case StoreEnd.Impossible impossible ->
                end(
                        task,
                        new OutcomeProposed(task.generated()
                                .job()
                                .failed(impossible.reason().error(), now())),
                        "Job ended");
            case StoreEnd.Later later -> postponed(task, later.reason());
            case StoreEnd.Held held -> held(task, held.reason());
        }
    }

    /** As stored.json says. */
    private void stored(StoreTask task, byte[] event) {
        try {
            JobStored stored = json.readValue(event, JobStored.class);
            end(task, stored, "The files are stored");
        } catch (IOException e) {
            held(task, e);
        }
    }

    private void postponed(StoreTask task, NotYet reason) {
        task.polled().postpone(String.valueOf(reason.getMessage()));
        LOG.atWarn()
                .addKeyValue("action", "store")
                .addKeyValue("jobId", task.generated().job().jobId())
                .addKeyValue("error", reason.getMessage())
                .log("An output can't be fetched yet");
    }

    /** The task stays open, and the stage holds. */
    private static void held(StoreTask task, Exception reason) {
        LOG.atWarn()
                .addKeyValue("action", "store")
                .addKeyValue("jobId", task.generated().job().jobId())
                .setCause(reason)
                .log("The outputs can't be stored yet");
    }

    private void end(StoreTask task, StageEvent event, String message) {
        Job job = event.job();
        task.polled().finish(List.of(records.write(event, task.polled().consumed())));
        JobFields.of(job, "store", LOG.atInfo())
                .addKeyValue("status", job.status().value())
                .log(message);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
