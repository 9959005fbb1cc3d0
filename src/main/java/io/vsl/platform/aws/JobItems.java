package io.vsl.platform.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/**
 * A {@link JobSnapshot} as an item: its JSON as {@code document}, and beside it the members that people look for. Only
 * an older version is replaced. (camel-aws2-ddb and BatchWriteItem know no such condition.)
 */
@Component
public class JobItems {

    private static final String DOCUMENT = "document";

    private static final Duration TTL = Duration.ofDays(7);

    /** Below the client's number of connections. */
    private static final int CONCURRENCY = 40;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final DynamoDbAsyncClient dynamodb;
    private final AwsProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    JobItems(DynamoDbAsyncClient dynamodb, AwsProperties properties, ObjectMapper json, Clock clock) {
        this.dynamodb = dynamodb;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** The key of a job's item. */
    public Map<String, AttributeValue> key(UUID jobId) {
        return Map.of("jobId", AttributeValue.fromS(jobId.toString()));
    }

    /** The snapshot in an item. */
    public Optional<JobSnapshot> read(Map<String, AttributeValue> item) throws JsonProcessingException {
        AttributeValue document = item.get(DOCUMENT);
        return document == null ? Optional.empty() : Optional.of(json.readValue(document.s(), JobSnapshot.class));
    }

    /**
     * Writes those snapshots that are newer than what is there. One that would have gone already is left out: with the
     * item its version went, and a late event would bring the job back as it once was.
     */
    public void putAll(Collection<JobSnapshot> snapshots) {
        Semaphore free = new Semaphore(CONCURRENCY);
        Instant now = clock.instant();
        List<CompletableFuture<Void>> puts = snapshots.stream()
                .filter(snapshot -> expiry(snapshot).isAfter(now))
                .map(snapshot -> put(snapshot, free))
                .toList();
        CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new))
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private CompletableFuture<Void> put(JobSnapshot snapshot, Semaphore free) {
        free.acquireUninterruptibly();
        return dynamodb.putItem(request -> request
                        .tableName(properties.dynamodbTable())
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
        item.put("version", version(snapshot));
        item.put("status", AttributeValue.fromS(job.status().value()));
        item.put("createdAt", AttributeValue.fromS(job.createdAt().toString()));
        putIfPresent(item, "completedAt", job.completedAt());
        putIfPresent(item, "mediaType", job.mediaType() == null ? null : job.mediaType().value());
        putIfPresent(item, "modelId", job.modelId());
        putIfPresent(item, "userId", job.userId());
        putIfPresent(item, "predictionId", job.predictionId());
        item.put("ttl", AttributeValue.fromN(Long.toString(expiry(snapshot).getEpochSecond())));
        try {
            item.put(DOCUMENT, AttributeValue.fromS(json.writeValueAsString(snapshot)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        return item;
    }

    private static Instant expiry(JobSnapshot snapshot) {
        Job job = snapshot.job();
        return Objects.requireNonNullElse(job.completedAt(), job.createdAt()).plus(TTL);
    }

    private static AttributeValue version(JobSnapshot snapshot) {
        return AttributeValue.fromN(Long.toString(snapshot.version()));
    }

    private static void putIfPresent(Map<String, AttributeValue> item, String name,
            @Nullable Object value) {
        if (value != null) {
            item.put(name, AttributeValue.fromS(value.toString()));
        }
    }
}
