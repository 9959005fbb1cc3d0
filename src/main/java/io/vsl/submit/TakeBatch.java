package io.vsl.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.batch.Batches;
import io.vsl.batch.JobBatch;
import io.vsl.job.FieldError;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.models.CheckedRequest;
import io.vsl.models.Metadata;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.fence.UrlToCall;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.security.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Takes {@code POST /generate-media/batch}, and registers the batch before its jobs go to Kafka, so that none can end
 * unnoticed. It may wait.
 */
@Component("takeBatch")
class TakeBatch {

    private static final Logger LOG = LoggerFactory.getLogger(TakeBatch.class);

    private static final int MOST = 1000;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final CheckBatch checkBatch;
    private final Fence fence;
    private final IdentifyJob identifyJob;
    private final Batches batches;
    private final MeasureBacklog backlog;
    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    TakeBatch(
            CheckBatch checkBatch,
            Fence fence,
            IdentifyJob identifyJob,
            Batches batches,
            MeasureBacklog backlog,
            EventRecords records,
            ObjectMapper json,
            Clock clock) {
        this.checkBatch = checkBatch;
        this.fence = fence;
        this.identifyJob = identifyJob;
        this.batches = batches;
        this.backlog = backlog;
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** What goes with all of a batch. */
    private record Common(
            UUID batchId,
            Instant createdAt,
            Duration delay,
            @Nullable String traceparent) {}

    /**
     * The batch, and its records.
     *
     * @throws Problem 400 when it is none, or none of its requests is good; 422 when its key was another batch's; 503 when
     *     PostgreSQL is away
     */
    public TakenBatch take(
            @Body byte[] body,
            @ExchangeProperty("caller") Caller caller,
            @Header("Idempotency-Key") @Nullable Object idempotencyKey,
            @Header("traceparent") @Nullable String traceparent) {
        BodyFields fields = BodyFields.of(body, json);
        fields.allowOnly("requests", "webhookUrl", "metadata");
        fields.require("requests");
        List<JsonNode> requests = fields.elements("requests", MOST);
        String webhookUrl = UrlToCall.read(fields, "webhookUrl", fence);
        ObjectNode metadata = Metadata.read(fields);
        fields.check();
        CheckBatch.Checked checked = checkBatch.check(requests, caller);
        String userId = checked.userId();
        UUID batchId = await(identifyJob.identifyBatch(idempotencyKey, userId, fields.object()));
        Common common = new Common(
                batchId, clock.instant().truncatedTo(ChronoUnit.MILLIS), backlog.expectedWait(), traceparent);
        TakenBatch taken = new TakenBatch(
                batchId,
                checked.requests().stream().map(each -> item(each, common)).toList());
        register(taken, userId, webhookUrl, metadata, common.createdAt());
        return taken;
    }

    private TakenBatch.Item item(CheckBatch.Request read, Common common) {
        CheckedRequest.Valid valid = read.valid().orElse(null);
        if (valid == null) {
            return new TakenBatch.Refused(read.index(), read.reference(), JobError.invalid(read.errors()));
        }
        Job job = valid.job(identifyJob.ofBatch(common.batchId(), read.index()), common.createdAt(), common.delay())
                .inBatch(common.batchId());
        Outgoing record = records.request(job, valid.request(), common.delay(), common.traceparent());
        return record.fits()
                ? new TakenBatch.Accepted(read.index(), read.reference(), job, record)
                : new TakenBatch.Refused(
                        read.index(),
                        read.reference(),
                        JobError.invalid(
                                List.of(new FieldError("request", "TOO_LONG", "is larger than the log takes of one"))));
    }

    private void register(
            TakenBatch taken,
            String userId,
            @Nullable String webhookUrl,
            @Nullable ObjectNode metadata,
            Instant createdAt) {
        List<UUID> jobIds =
                taken.accepted().map(accepted -> accepted.job().jobId()).toList();
        try {
            batches.register(
                    new JobBatch(
                            userId,
                            taken.batchId(),
                            jobIds.size(),
                            JobBatch.Ended.NONE,
                            webhookUrl,
                            metadata,
                            createdAt,
                            null),
                    jobIds);
        } catch (DataAccessException e) {
            LOG.atWarn().addKeyValue("action", "submit").setCause(e).log("A batch can't be registered");
            throw Problem.unavailable("STORE_UNAVAILABLE", "Batches can't be taken right now", RETRY_AFTER);
        }
    }

    /** Here nobody else waits with it. */
    private static <T> T await(CompletionStage<T> later) {
        try {
            return later.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (Failures.of(e) instanceof Problem problem) {
                throw problem;
            }
            throw e;
        }
    }
}
