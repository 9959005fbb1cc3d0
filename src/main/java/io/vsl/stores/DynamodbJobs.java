package io.vsl.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.aws.AwsProperties;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A {@link JobSnapshot} as an item: its JSON as {@code document}, unless it is too large for one, and beside it the
 * members that people look for. Only an older version is replaced. (camel-aws2-ddb and BatchWriteItem know no such condition.)
 */
@Component
@Order(3)
public class DynamodbJobs implements JobStore {

    private static final Logger LOG = LoggerFactory.getLogger(DynamodbJobs.class);

    private static final String JOB_ID = "jobId";

    private static final String VERSION = "version";

    private static final String DOCUMENT = "document";

    /** How many bytes the document has, where it is too large for an item and stands in PostgreSQL alone. */
    private static final String OMITTED = "documentBytes";

    /** An item has 400 KB at most, with its names and the members beside the document. Source: DynamoDB's quotas. */
    private static final int MAX_DOCUMENT = 390 * 1024;

    private static final Duration TTL = Duration.ofDays(7);

    /** Below the client's number of connections. */
    private static final int CONCURRENCY = 40;

    /** What one BatchGetItem, and one BatchWriteItem, takes. */
    private static final int READ_AT_ONCE = 100;

    private static final int WRITTEN_AT_ONCE = 25;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final DynamoDbAsyncClient dynamodb;
    private final AwsProperties properties;
    private final SnapshotJson json;
    private final Clock clock;

    DynamodbJobs(DynamoDbAsyncClient dynamodb, AwsProperties properties, ObjectMapper json, Clock clock) {
        this.dynamodb = dynamodb;
        this.properties = properties;
        this.json = new SnapshotJson(json);
        this.clock = clock;
    }

    /** The key of a job's item. */
    public Map<String, AttributeValue> key(UUID jobId) {
        return Map.of(JOB_ID, AttributeValue.fromS(jobId.toString()));
    }

    /** The snapshot in an item; empty when it was too large for one, or is none. */
    public Optional<JobSnapshot> read(Map<String, AttributeValue> item) {
        AttributeValue document = item.get(DOCUMENT);
        try {
            return document == null || document.s() == null ? Optional.empty() : Optional.of(json.read(document.s()));
        } catch (JsonProcessingException e) {
            LOG.atWarn()
                    .addKeyValue("action", "read-job")
                    .addKeyValue("error", e.getOriginalMessage())
                    .log("An item of DynamoDB is no job's");
            return Optional.empty();
        }
    }

    @Override
    public String stage() {
        return "sink-dynamodb";
    }

    @Override
    public void write(FoldedEvents events) {
        Semaphore free = new Semaphore(CONCURRENCY);
        List<CompletableFuture<Void>> puts = events.snapshots().stream()
                .filter(snapshot -> !mayLack(snapshot.job().lastChangedAt()))
                .map(snapshot -> put(snapshot, free))
                .toList();
        CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new))
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private CompletableFuture<Void> put(JobSnapshot snapshot, Semaphore free) {
        free.acquireUninterruptibly();
        return dynamodb.putItem(request -> request.tableName(properties.dynamodbTable())
                        .item(item(snapshot))
                        .conditionExpression("attribute_not_exists(version) OR version < :version")
                        .expressionAttributeValues(Map.of(":version", version(snapshot))))
                .handle((PutItemResponse response, Throwable failure) -> {
                    free.release();
                    if (failure != null && !(failure.getCause() instanceof ConditionalCheckFailedException)) {
                        throw new CompletionException(failure);
                    }
                    return null;
                });
    }

    private Map<String, AttributeValue> item(JobSnapshot snapshot) {
        Job job = snapshot.job();
        Map<String, AttributeValue> item = new HashMap<>(key(job.jobId()));
        item.put(VERSION, version(snapshot));
        item.put("status", AttributeValue.fromS(job.status().value()));
        item.put("createdAt", AttributeValue.fromS(job.createdAt().toString()));
        putIfPresent(item, "completedAt", job.completedAt());
        putIfPresent(
                item,
                "mediaType",
                job.mediaType() == null ? null : job.mediaType().value());
        putIfPresent(item, "modelId", job.modelId());
        putIfPresent(item, "userId", job.userId());
        putIfPresent(item, "predictionId", job.predictionId());
        item.put("ttl", AttributeValue.fromN(Long.toString(expiry(snapshot).getEpochSecond())));
        String document = json.write(snapshot);
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes <= MAX_DOCUMENT) {
            item.put(DOCUMENT, AttributeValue.fromS(document));
        } else {
            item.put(OMITTED, AttributeValue.fromN(Integer.toString(bytes)));
        }
        return item;
    }

    /** It lets go of a job a week after. */
    @Override
    public boolean mayLack(Instant lastChangedAt) {
        return !lastChangedAt.plus(TTL).isAfter(clock.instant());
    }

    @Override
    public Optional<JobSnapshot> find(UUID jobId) {
        Map<String, AttributeValue> item = await(
                        dynamodb.getItem(request -> request.tableName(properties.dynamodbTable())
                                .key(key(jobId))
                                .consistentRead(true)))
                .item();
        return item == null ? Optional.empty() : read(item);
    }

    /** As of now. */
    @Override
    public Map<UUID, KeptJob> findAll(Collection<UUID> jobIds) {
        Map<UUID, KeptJob> found = new HashMap<>();
        for (List<UUID> some : parts(List.copyOf(jobIds), READ_AT_ONCE)) {
            Map<String, KeysAndAttributes> wanted = Map.of(
                    properties.dynamodbTable(),
                    KeysAndAttributes.builder()
                            .keys(some.stream().map(this::key).toList())
                            .consistentRead(true)
                            .build());
            while (!wanted.isEmpty()) {
                Map<String, KeysAndAttributes> now = wanted;
                BatchGetItemResponse answer = await(dynamodb.batchGetItem(request -> request.requestItems(now)));
                answer.responses()
                        .getOrDefault(properties.dynamodbTable(), List.of())
                        .forEach(item -> found.put(
                                UUID.fromString(
                                        Objects.requireNonNull(item.get(JOB_ID)).s()),
                                kept(item)));
                wanted = answer.unprocessedKeys();
            }
        }
        return found;
    }

    /** An item that has been tampered with is no job's, and not nothing either. */
    private static KeptJob kept(Map<String, AttributeValue> item) {
        AttributeValue version = item.get(VERSION);
        AttributeValue document = item.get(DOCUMENT);
        String text = document != null && document.s() != null ? document.s() : item.containsKey(OMITTED) ? null : "";
        return new KeptJob(version == null || version.n() == null ? 0 : Long.parseLong(version.n()), text);
    }

    @Override
    public void clear() {
        Map<String, AttributeValue> after = Map.of();
        do {
            Map<String, AttributeValue> from = after;
            ScanResponse page = await(dynamodb.scan(request -> request.tableName(properties.dynamodbTable())
                    .projectionExpression(JOB_ID)
                    .exclusiveStartKey(from.isEmpty() ? null : from)));
            for (List<Map<String, AttributeValue>> keys : parts(page.items(), WRITTEN_AT_ONCE)) {
                delete(keys);
            }
            after = page.lastEvaluatedKey();
        } while (!after.isEmpty());
    }

    private void delete(List<Map<String, AttributeValue>> keys) {
        Map<String, List<WriteRequest>> wanted = Map.of(
                properties.dynamodbTable(),
                keys.stream()
                        .map(key -> WriteRequest.builder()
                                .deleteRequest(delete -> delete.key(key))
                                .build())
                        .toList());
        while (!wanted.isEmpty()) {
            Map<String, List<WriteRequest>> now = wanted;
            wanted = await(dynamodb.batchWriteItem(request -> request.requestItems(now)))
                    .unprocessedItems();
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        return answer.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static <T> List<List<T>> parts(List<T> all, int size) {
        return IntStream.range(0, (all.size() + size - 1) / size)
                .mapToObj(part -> all.subList(part * size, Math.min(all.size(), (part + 1) * size)))
                .toList();
    }

    private static Instant expiry(JobSnapshot snapshot) {
        return snapshot.job().lastChangedAt().plus(TTL);
    }

    private static AttributeValue version(JobSnapshot snapshot) {
        return AttributeValue.fromN(Long.toString(snapshot.version()));
    }

    private static void putIfPresent(Map<String, AttributeValue> item, String name, @Nullable Object value) {
        if (value != null) {
            item.put(name, AttributeValue.fromS(value.toString()));
        }
    }
}
