package io.vsl.bench;

import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The table of the DynamoDB sink. */
final class DynamodbStore implements Store {

    private final DynamoDbAsyncClient dynamodb;
    private final String table;

    DynamodbStore(Servers servers) {
        table = servers.get("DYNAMODB_TABLE");
        dynamodb = DynamoDbAsyncClient.builder()
                .endpointOverride(URI.create(servers.get("DYNAMODB_ENDPOINT")))
                .region(Region.of(servers.get("AWS_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        servers.get("AWS_ACCESS_KEY_ID"), servers.get("AWS_SECRET_ACCESS_KEY"))))
                .build();
    }

    /** The table is made anew, as the application made it. */
    @Override
    public void empty() {
        TableDescription was = dynamodb.describeTable(request -> request.tableName(table))
                .join()
                .table();
        dynamodb.deleteTable(request -> request.tableName(table)).join();
        dynamodb.waiter()
                .waitUntilTableNotExists(request -> request.tableName(table))
                .join();
        dynamodb.createTable(request -> request.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(was.attributeDefinitions())
                        .keySchema(was.keySchema())
                        .globalSecondaryIndexes(was.globalSecondaryIndexes().stream()
                                .map(index -> GlobalSecondaryIndex.builder()
                                        .indexName(index.indexName())
                                        .keySchema(index.keySchema())
                                        .projection(index.projection())
                                        .build())
                                .toList()))
                .join();
        dynamodb.waiter()
                .waitUntilTableExists(request -> request.tableName(table))
                .join();
    }

    @Override
    public String content() {
        AtomicLong items = new AtomicLong();
        AtomicLong digest = new AtomicLong();
        dynamodb.scanPaginator(request -> request.tableName(table))
                .items()
                .subscribe(item -> {
                    items.incrementAndGet();
                    digest.addAndGet(item.hashCode());
                })
                .join();
        return items + " items " + digest;
    }

    @Override
    public void close() {
        dynamodb.close();
    }
}
