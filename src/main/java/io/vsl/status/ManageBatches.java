package io.vsl.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.batch.Batches;
import io.vsl.batch.JobBatch;
import io.vsl.job.CancelRequested;
import io.vsl.job.JobIds;
import io.vsl.job.JobStatus;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.Reply;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Recorded;
import io.vsl.platform.security.Caller;
import io.vsl.stores.BatchJobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * How a batch is, and the wish to end it. Of one that came over Kafka, job by job, nobody has said how many jobs it has: it
 * is those that there are.
 */
@Component("manageBatches")
class ManageBatches {

    private static final Logger LOG = LoggerFactory.getLogger(ManageBatches.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Batches batches;
    private final BatchJobs jobs;
    private final EventRecords records;
    private final Clock clock;

    ManageBatches(Batches batches, BatchJobs jobs, EventRecords records, Clock clock) {
        this.batches = batches;
        this.jobs = jobs;
        this.records = records;
        this.clock = clock;
    }

    /** As callers see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            UUID batchId,
            int total,
            int pending,
            int processing,
            int completed,
            int failed,
            int cancelled,
            Instant createdAt,
            @Nullable Instant completedAt,
            @Nullable ObjectNode metadata) {}

    /** The wish, as records, and how many jobs it is about. */
    record Cancelling(UUID batchId, List<Outgoing> records) implements Recorded {}

    /** What is answered when Kafka has it. */
    record Cancelled(UUID batchId, int jobs, String message) {}

    private record Found(@Nullable JobBatch batch, BatchJobs.@Nullable Counts counts) {}

    /** @throws Problem 404 unless it is the caller's, 503 when PostgreSQL is away */
    public Reply show(@Header("batchId") String batchId, @ExchangeProperty("caller") Caller caller) {
        UUID id = id(batchId);
        return Reply.ok(view(id, find(id, caller)));
    }

    /** Whose a batch is, and its jobs, as far as anybody knows. */
    record Jobs(String userId, UUID batchId, List<UUID> ids) {}

    /** @throws Problem 404 unless it is the caller's, 503 when PostgreSQL is away */
    public Jobs jobs(@Header("batchId") String batchId, @ExchangeProperty("caller") Caller caller) {
        UUID id = id(batchId);
        Found found = find(id, caller);
        JobBatch batch = found.batch();
        if (batch != null) {
            return new Jobs(batch.userId(), id, available(() -> batches.jobs(batch)));
        }
        String userId = Objects.requireNonNull(found.counts()).userId();
        return new Jobs(userId, id, available(() -> jobs.all(userId, id)));
    }

    private static UUID id(String batchId) {
        return JobIds.parse(batchId).orElseThrow(ManageBatches::unknown);
    }

    private Found find(UUID batchId, Caller caller) {
        return available(() -> {
            JobBatch batch =
                    (caller.operator() ? batches.find(batchId) : batches.find(caller.userId(), batchId)).orElse(null);
            String userId = batch != null ? batch.userId() : caller.operator() ? null : caller.userId();
            Optional<BatchJobs.Counts> counts = jobs.count(userId, batchId);
            if (batch == null && counts.isEmpty()) {
                throw unknown();
            }
            return new Found(batch, counts.orElse(null));
        });
    }

    private static <T> T available(Supplier<T> read) {
        try {
            return read.get();
        } catch (DataAccessException e) {
            LOG.atWarn().addKeyValue("action", "status").setCause(e).log("PostgreSQL can't say how a batch is");
            throw Problem.unavailable("STATUS_UNAVAILABLE", "The batch can't be looked up right now", RETRY_AFTER);
        }
    }

    private static View view(UUID batchId, Found found) {
        JobBatch batch = found.batch();
        BatchJobs.Counts counts = found.counts();
        if (batch == null) {
            BatchJobs.Counts known = Objects.requireNonNull(counts);
            return new View(
                    batchId,
                    known.all(),
                    known.of(JobStatus.PENDING),
                    known.of(JobStatus.PROCESSING),
                    known.of(JobStatus.COMPLETED),
                    known.of(JobStatus.FAILED),
                    known.of(JobStatus.CANCELLED),
                    known.createdAt(),
                    null,
                    null);
        }
        // Outcomes by one count alone: that of the sink may be ahead or behind.
        int open = batch.total() - batch.ended().all();
        int processing = counts == null ? 0 : Math.min(open, counts.of(JobStatus.PROCESSING));
        return new View(
                batchId,
                batch.total(),
                open - processing,
                processing,
                batch.ended().completed(),
                batch.ended().failed(),
                batch.ended().cancelled(),
                batch.createdAt(),
                batch.completedAt(),
                batch.metadata());
    }

    /** @throws Problem 404 unless it is the caller's, 409 when it has ended, 503 when PostgreSQL is away */
    public Cancelling cancel(@Header("batchId") String batchId, @ExchangeProperty("caller") Caller caller) {
        UUID id = id(batchId);
        Found found = find(id, caller);
        List<UUID> open = available(() -> open(id, found));
        if (open.isEmpty()) {
            throw Problem.of(409, "BATCH_HAS_ENDED", "All jobs of the batch have ended");
        }
        CancelRequested request = new CancelRequested("asked for by " + caller.userId());
        return new Cancelling(
                id,
                open.stream()
                        .map(jobId -> records.cancel(jobId, request, clock.instant(), null))
                        .toList());
    }

    private List<UUID> open(UUID batchId, Found found) {
        JobBatch batch = found.batch();
        return batch != null
                ? batches.open(batch)
                : jobs.open(Objects.requireNonNull(found.counts()).userId(), batchId);
    }

    public Reply cancelled(@Body Cancelling cancelling) {
        return Reply.accepted(new Cancelled(
                cancelling.batchId(), cancelling.records().size(), "These jobs are to be cancelled; follow the batch"));
    }

    private static Problem unknown() {
        return Problem.of(404, "BATCH_NOT_FOUND", "There is no such batch of yours");
    }
}
