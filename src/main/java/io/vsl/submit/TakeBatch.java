package io.vsl.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.batch.Batches;
import io.vsl.batch.JobBatch;
import io.vsl.job.FieldError;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.Storable;
import io.vsl.models.CheckRequest;
import io.vsl.models.CheckedRequest;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.security.Caller;
import io.vsl.platform.url.CallersUrl;
import io.vsl.platform.url.InvalidUrl;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Checks the requests of {@code POST /generate-media/batch}, each for itself, and registers the batch before its jobs go to
 * Kafka, so that none can end unnoticed. It may wait.
 */
@Component("takeBatch")
class TakeBatch {

    private static final Logger LOG = LoggerFactory.getLogger(TakeBatch.class);

    private static final int MOST = 1000;
    private static final int MAX_REFERENCE = 128;
    private static final int MAX_METADATA_BYTES = 2048;
    private static final int MAX_METADATA_DEPTH = 16;

    /** Of a batch in which none is good. */
    private static final int MOST_DETAILS = 100;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final CheckRequest checkRequest;
    private final Fence fence;
    private final IdentifyJob identifyJob;
    private final Batches batches;
    private final MeasureBacklog backlog;
    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    TakeBatch(
            CheckRequest checkRequest,
            Fence fence,
            IdentifyJob identifyJob,
            Batches batches,
            MeasureBacklog backlog,
            EventRecords records,
            ObjectMapper json,
            Clock clock) {
        this.checkRequest = checkRequest;
        this.fence = fence;
        this.identifyJob = identifyJob;
        this.batches = batches;
        this.backlog = backlog;
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** One request as it was read. */
    private record Read(int index, @Nullable String reference, CheckedRequest checked) {}

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
        String webhookUrl = webhookUrl(fields);
        ObjectNode metadata = metadata(fields);
        fields.check();
        List<Read> read = read(requests, caller);
        String userId = userId(read, caller);
        read = withinUser(refusedByFence(read), userId);
        requireOneGood(read);
        UUID batchId = await(identifyJob.identifyBatch(idempotencyKey, userId, fields.object()));
        Common common = new Common(
                batchId, clock.instant().truncatedTo(ChronoUnit.MILLIS), backlog.expectedWait(), traceparent);
        TakenBatch taken = new TakenBatch(
                batchId, read.stream().map(each -> item(each, common)).toList());
        register(taken, userId, webhookUrl, metadata, common.createdAt());
        return taken;
    }

    private @Nullable String webhookUrl(BodyFields fields) {
        String url = fields.filledText("webhookUrl");
        try {
            String read = url == null ? null : CallersUrl.read(url).toString();
            Optional<String> refused = read == null ? Optional.empty() : await(fence.refusalNow(read));
            refused.ifPresent(why -> fields.wrong("webhookUrl", "NOT_ALLOWED", CallersUrl.OUTSIDE + why));
            return read;
        } catch (InvalidUrl e) {
            fields.wrong("webhookUrl", "MALFORMED", CallersUrl.FORM + e.getMessage());
            return null;
        }
    }

    private static @Nullable ObjectNode metadata(BodyFields fields) {
        JsonNode metadata = fields.get("metadata");
        if (metadata == null) {
            return null;
        }
        if (!(metadata instanceof ObjectNode object)) {
            fields.wrong("metadata", "WRONG_TYPE", "must be an object");
            return null;
        }
        if (object.toString().getBytes(StandardCharsets.UTF_8).length > MAX_METADATA_BYTES) {
            fields.wrong("metadata", "TOO_LONG", "must have at most %d bytes as JSON".formatted(MAX_METADATA_BYTES));
        } else if (!Storable.isJson(object, MAX_METADATA_DEPTH)) {
            fields.wrong("metadata", "MALFORMED", "is nested too deep, or has what can't be kept");
        }
        return object;
    }

    private List<Read> read(List<JsonNode> requests, Caller caller) {
        String defaultUserId = caller.operator() ? null : caller.userId();
        List<Read> read = new ArrayList<>();
        for (JsonNode request : requests) {
            read.add(read(read.size(), request, defaultUserId));
        }
        return read;
    }

    private Read read(int index, JsonNode request, @Nullable String defaultUserId) {
        if (!(request instanceof ObjectNode object)) {
            return new Read(index, null, invalid("request", "WRONG_TYPE", "must be an object"));
        }
        JsonNode reference = object.get("reference");
        ObjectNode bare = object.deepCopy();
        bare.remove("reference");
        if (reference == null || reference.isNull()) {
            return new Read(index, null, checkRequest.check(bare, defaultUserId));
        }
        if (!reference.isTextual() || reference.textValue().length() > MAX_REFERENCE) {
            return new Read(
                    index,
                    null,
                    invalid(
                            "reference",
                            reference.isTextual() ? "TOO_LONG" : "WRONG_TYPE",
                            "must be a string of at most %d characters".formatted(MAX_REFERENCE)));
        }
        return new Read(index, reference.textValue(), checkRequest.check(bare, defaultUserId));
    }

    private static CheckedRequest.Invalid invalid(String field, String code, String message) {
        return new CheckedRequest.Invalid(null, null, null, List.of(new FieldError(field, code, message)));
    }

    /** Of an operator's batch, of the first request that names one: all others must be of the same. */
    private static String userId(List<Read> read, Caller caller) {
        return caller.operator()
                ? read.stream()
                        .flatMap(each -> valid(each).stream())
                        .map(valid -> valid.request().userId())
                        .findFirst()
                        .orElse(caller.userId())
                : caller.userId();
    }

    private static Optional<CheckedRequest.Valid> valid(Read read) {
        return read.checked() instanceof CheckedRequest.Valid valid ? Optional.of(valid) : Optional.empty();
    }

    private static List<Read> withinUser(List<Read> read, String userId) {
        return read.stream()
                .map(each -> valid(each)
                                .filter(valid -> !valid.request().userId().equals(userId))
                                .isPresent()
                        ? new Read(
                                each.index(),
                                each.reference(),
                                invalid("userId", "NOT_ALLOWED", "must be the user of the batch, " + userId))
                        : each)
                .toList();
    }

    /** Each URL is looked up once. */
    private List<Read> refusedByFence(List<Read> read) {
        Map<String, CompletionStage<Optional<String>>> refusals = new HashMap<>();
        read.stream()
                .flatMap(each -> valid(each).stream())
                .flatMap(valid -> Stream.ofNullable(valid.request().webhookUrl()))
                .forEach(url -> refusals.computeIfAbsent(url, fence::refusalNow));
        return read.stream().map(each -> refusedByFence(each, refusals)).toList();
    }

    private static Read refusedByFence(Read read, Map<String, CompletionStage<Optional<String>>> refusals) {
        Optional<CheckedRequest.Valid> valid = valid(read);
        return valid.flatMap(it -> Optional.ofNullable(refusals.get(it.request().webhookUrl())))
                .flatMap(TakeBatch::await)
                .map(why -> new Read(
                        read.index(), read.reference(), valid.orElseThrow().withRefusedWebhook(why)))
                .orElse(read);
    }

    private static void requireOneGood(List<Read> read) {
        if (read.stream().anyMatch(each -> valid(each).isPresent())) {
            return;
        }
        throw Problem.invalid(read.stream()
                .flatMap(each -> errors(each).stream()
                        .map(error -> new FieldError(
                                "requests[%d].%s".formatted(each.index(), error.field()),
                                error.code(),
                                error.message())))
                .limit(MOST_DETAILS)
                .toList());
    }

    private static List<FieldError> errors(Read read) {
        return read.checked() instanceof CheckedRequest.Invalid invalid ? invalid.errors() : List.of();
    }

    private TakenBatch.Item item(Read read, Common common) {
        Optional<CheckedRequest.Valid> valid = valid(read);
        if (valid.isEmpty()) {
            return new TakenBatch.Refused(read.index(), read.reference(), JobError.invalid(errors(read)));
        }
        Job job = valid.get()
                .job(identifyJob.ofBatch(common.batchId(), read.index()), common.createdAt(), common.delay())
                .inBatch(common.batchId());
        Outgoing record = records.request(job, valid.get().request(), common.delay(), common.traceparent());
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
