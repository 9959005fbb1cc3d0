package io.vsl.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.kafka.EventRecords;
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
 * <p>{@code metadata.json} is the job as it completed, and never replaced: a replay finds it and says the same again,
 * with the same times, though the outputs at Replicate are long gone.
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

    public StoreEnd stored(JsonFile metadata) {
        return new StoreEnd.Stored(metadata.content());
    }

    public StoreEnd stopped(@ExchangeException Exception reason) {
        return StoreEnd.of(reason);
    }

    public StoredJob tried(StoreTask task, StoreEnd end) {
        return new StoredJob(task, end);
    }

    /** With what an earlier try has stored, or else with the reason why this one could not. */
    public StoredJob found(StoredJob job, FoundObject metadata) {
        return switch (metadata) {
            case FoundObject.There there -> new StoredJob(job.task(), new StoreEnd.Stored(there.content()));
            case FoundObject.Absent absent -> job;
            case FoundObject.Away away -> new StoredJob(job.task(), new StoreEnd.Held(away.reason(), false));
        };
    }

    public void finish(StoredJob job) {
        StoreTask task = job.task();
        switch (job.end()) {
            case StoreEnd.Stored stored -> completed(task, stored.metadata());
            case StoreEnd.Impossible impossible ->
                end(task, task.generated().job().failed(impossible.reason().error(), now()));
            case StoreEnd.Later later -> postponed(task, later.reason());
            case StoreEnd.Held held -> held(task, held.reason());
        }
    }

    /** The job is as metadata.json says. */
    private void completed(StoreTask task, byte[] metadata) {
        try {
            end(task, json.readValue(metadata, Job.class));
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

    private void end(StoreTask task, Job job) {
        task.polled()
                .finish(List.of(
                        records.write(new OutcomeProposed(job), task.polled().consumed())));
        LOG.atInfo()
                .addKeyValue("action", "store")
                .addKeyValue("jobId", job.jobId())
                .addKeyValue("userId", job.userId())
                .addKeyValue("mediaType", job.mediaType())
                .addKeyValue("modelId", job.modelId())
                .addKeyValue("status", job.status().value())
                .log("Job ended");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
