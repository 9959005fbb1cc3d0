package io.vsl.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.Output;
import io.vsl.platform.kafka.EventRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The end of storing a job. What is caught stands inside the exception of the split in which it happened.
 *
 * <p>{@code metadata.json} is the job as it completed, and never replaced: a replay finds it and says the same again,
 * with the same times, though the outputs at Replicate are long gone.
 */
@Component("finishStoring")
class FinishStoring {

    private static final Logger LOG = LoggerFactory.getLogger(FinishStoring.class);

    /** So that the outcome is a record that its topic takes. */
    private static final int LARGEST = 3 << 20;

    private final ObjectMapper json;
    private final EventRecords records;
    private final Clock clock;

    FinishStoring(ObjectMapper json, EventRecords records, Clock clock) {
        this.json = json;
        this.records = records;
        this.clock = clock;
    }

    /** Takes up what an earlier try has stored. */
    public void goOn(@Body byte @Nullable [] progress, @ExchangeProperty("task") StoreTask task) throws IOException {
        if (progress != null) {
            json.readValue(progress, new TypeReference<Map<Integer, Output>>() { }).forEach(task::stored);
        }
    }

    /** What a later try will take up: Replicate may not have it then. */
    public byte[] progress(@ExchangeProperty("task") StoreTask task) throws JsonProcessingException {
        return json.writeValueAsBytes(task.outputs());
    }

    /**
     * @throws NotYet    when a file that isn't there may come yet
     * @throws CantStore when there is none
     */
    public void requireAll(@ExchangeProperty("task") StoreTask task) throws NotYet {
        task.requireAll();
    }

    /** The content of metadata.json. */
    public byte[] metadata(@ExchangeProperty("task") StoreTask task) throws JsonProcessingException {
        Job job = task.generated().job()
                .completed(MakeResult.of(task), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        byte[] metadata = json.writeValueAsBytes(job);
        if (metadata.length > LARGEST) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "has too many files for one metadata.json: "
                    + "%d bytes".formatted(metadata.length));
        }
        return metadata;
    }

    /** Goes on with what an earlier try has stored, or with the reason why this one could not. */
    public void requireStored(@Body byte @Nullable [] metadata, @ExchangeProperty("reason") Exception reason)
            throws Exception {
        if (metadata == null) {
            throw reason;
        }
    }

    /** The job is as metadata.json says. */
    public void completed(@ExchangeProperty("task") StoreTask task, @Body byte[] metadata) throws IOException {
        finish(task, json.readValue(metadata, Job.class));
    }

    /** An output can't be had, now or later. */
    public void failed(@ExchangeProperty("task") StoreTask task,
            @ExchangeProperty("CamelExceptionCaught") Exception caught) {
        CantStore reason = ObjectHelper.getException(CantStore.class, caught);
        finish(task, task.generated().job().failed(reason.error(), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /** An output can't be fetched just now: this job is taken up again later, and its neighbours go on. */
    public void postponed(@ExchangeProperty("task") StoreTask task,
            @ExchangeProperty("CamelExceptionCaught") Exception caught) {
        NotYet reason = ObjectHelper.getException(NotYet.class, caught);
        task.item().postpone(String.valueOf(reason.getMessage()));
        LOG.atWarn().addKeyValue("action", "store").addKeyValue("jobId", task.generated().job().jobId())
                .addKeyValue("error", reason.getMessage()).log("An output can't be fetched yet");
    }

    /** S3 or the disk is away, which is so for all: the task stays open, and the stage holds. */
    public void held(@ExchangeProperty("task") StoreTask task,
            @ExchangeProperty("CamelExceptionCaught") Exception reason) {
        LOG.atWarn().addKeyValue("action", "store").addKeyValue("jobId", task.generated().job().jobId())
                .setCause(reason).log("The outputs can't be stored yet");
    }

    private void finish(StoreTask task, Job job) {
        task.item().finish(List.of(records.write(new JobCompleted(job), task.item().consumed())));
        LOG.atInfo().addKeyValue("action", "store").addKeyValue("jobId", job.jobId())
                .addKeyValue("userId", job.userId()).addKeyValue("mediaType", job.mediaType())
                .addKeyValue("modelId", job.modelId()).addKeyValue("status", job.status().value())
                .log("Job ended");
    }
}
