package io.vsl.platform.aws;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Creates the table and the bucket when they are missing, as on a developer's machine. A table that is there stays as it
 * is: {@link CompareTable} tells of it.
 */
@Component
public class CreateStores {

    /** The client's own timeout is for reads that somebody waits for. */
    private static final AwsRequestOverrideConfiguration PATIENT = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofSeconds(60))
            .build();

    static final List<KeySchemaElement> KEY = List.of(key("jobId", KeyType.HASH));

    /** The keys of each. */
    static final Map<String, List<KeySchemaElement>> INDEXES = Map.of(
            "UserIdIndex", List.of(key("userId", KeyType.HASH), key("createdAt", KeyType.RANGE)),
            "PredictionIdIndex", List.of(key("predictionId", KeyType.HASH)));

    static final String TTL = "ttl";

    private final AwsProperties properties;
    private final DynamoDbClient dynamodb;
    private final S3Client s3;

    CreateStores(AwsProperties properties, DynamoDbClient dynamodb, S3Client s3) {
        this.properties = properties;
        this.dynamodb = dynamodb;
        this.s3 = s3;
    }

    /** @throws IllegalStateException when the bucket is there and not for us */
    public void create() {
        createTable(properties.dynamodbTable());
        try {
            s3.headBucket(request -> request.bucket(properties.s3Bucket()));
        } catch (NoSuchBucketException e) {
            s3.createBucket(request -> request.bucket(properties.s3Bucket()));
        } catch (S3Exception e) {
            throw new IllegalStateException(
                    ("S3 answers %d for the bucket %s: look at its region (AWS_REGION), its owner,"
                                    + " the credentials and S3_ENDPOINT")
                            .formatted(e.statusCode(), properties.s3Bucket()),
                    e);
        }
    }

    private void createTable(String table) {
        try {
            dynamodb.describeTable(request -> request.tableName(table).overrideConfiguration(PATIENT));
        } catch (ResourceNotFoundException missing) {
            try {
                dynamodb.createTable(request -> request.tableName(table)
                        .overrideConfiguration(PATIENT)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                string("jobId"), string("userId"), string("createdAt"), string("predictionId"))
                        .keySchema(KEY)
                        .globalSecondaryIndexes(INDEXES.entrySet().stream()
                                .map(index -> index(index.getKey(), index.getValue()))
                                .toList()));
            } catch (ResourceInUseException another) {
                // Another process was faster.
            }
            dynamodb.waiter()
                    .waitUntilTableExists(request -> request.tableName(table).overrideConfiguration(PATIENT));
            dynamodb.updateTimeToLive(request -> request.tableName(table)
                    .overrideConfiguration(PATIENT)
                    .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(TTL)));
        }
    }

    private static AttributeDefinition string(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static GlobalSecondaryIndex index(String name, List<KeySchemaElement> keys) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(keys)
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build();
    }
}
