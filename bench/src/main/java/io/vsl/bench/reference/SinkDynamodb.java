package io.vsl.bench.reference;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Folds polls into the table: the conditional PutItems of a poll at once, as many as the client has connections.
 * BatchWriteItem would be fewer requests, but knows no conditions: events that come late would take jobs back.
 */
public final class SinkDynamodb {

    private static final Duration KEPT = Duration.ofDays(7);
    private static final List<String> MEMBERS =
            List.of("jobId", "status", "createdAt", "completedAt", "mediaType", "modelId", "userId", "predictionId");

    private SinkDynamodb() {}

    public static void main(String[] args) throws Exception {
        try (DynamoDbAsyncClient dynamodb = DynamoDbAsyncClient.builder()
                .endpointOverride(URI.create(System.getenv("DYNAMODB_ENDPOINT")))
                .build()) {
            Sink.run(events -> {
                Instant oldest = Instant.now().minus(KEPT);
                CompletableFuture.allOf(Event.newest(events).stream()
                                .filter(event -> event.endedOrCreatedAt().isAfter(oldest))
                                .map(event -> put(dynamodb, event))
                                .toArray(CompletableFuture[]::new))
                        .join();
            });
        }
    }

    private static CompletableFuture<?> put(DynamoDbAsyncClient dynamodb, Event event) {
        AttributeValue version = AttributeValue.fromN(Long.toString(event.version()));
        Map<String, AttributeValue> item = new HashMap<>();
        for (String member : MEMBERS) {
            String value = event.text(member);
            if (value != null) {
                item.put(member, AttributeValue.fromS(value));
            }
        }
        item.put("version", version);
        item.put(
                "ttl",
                AttributeValue.fromN(
                        Long.toString(event.endedOrCreatedAt().plus(KEPT).getEpochSecond())));
        item.put("document", AttributeValue.fromS(event.document()));
        return dynamodb.putItem(request -> request.tableName(System.getenv("DYNAMODB_TABLE"))
                        .item(item)
                        .conditionExpression("attribute_not_exists(version) OR version < :version")
                        .expressionAttributeValues(Map.of(":version", version)))
                .exceptionally(failure -> {
                    if (failure.getCause() instanceof ConditionalCheckFailedException) {
                        return null;
                    }
                    throw new CompletionException(failure);
                });
    }
}
