package io.vsl.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CorsRule;
import software.amazon.awscdk.services.s3.HttpMethods;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/** The table of jobs and the bucket of media, as the application's CreateStores makes them, and kept safe. */
final class StoresStack extends Stack {

    final Stores stores;

    StoresStack(Construct scope, Settings settings) {
        super(scope, settings.name("stores"));
        RemovalPolicy removal = settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        Table table = Table.Builder.create(this, "Jobs")
                .tableName(settings.name("jobs"))
                .partitionKey(string("jobId"))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .timeToLiveAttribute("ttl")
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(settings.keep())
                .removalPolicy(removal)
                .build();
        table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                .indexName("UserIdIndex")
                .partitionKey(string("userId"))
                .sortKey(string("createdAt"))
                .build());
        table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                .indexName("PredictionIdIndex")
                .partitionKey(string("predictionId"))
                .build());
        Bucket logs = bucket("Logs").removalPolicy(removal).build();
        Bucket media = bucket("Media")
                .versioned(true)
                .serverAccessLogsBucket(logs)
                .removalPolicy(removal)
                .cors(
                        settings.origins().isEmpty()
                                ? null
                                : List.of(CorsRule.builder()
                                        .allowedOrigins(settings.origins())
                                        .allowedMethods(List.of(HttpMethods.GET, HttpMethods.HEAD, HttpMethods.PUT))
                                        .allowedHeaders(List.of("Range", "Content-Type"))
                                        .exposedHeaders(List.of("Content-Length", "Content-Range", "ETag"))
                                        .maxAge(3600)
                                        .build()))
                .lifecycleRules(List.of(
                        LifecycleRule.builder()
                                .abortIncompleteMultipartUploadAfter(Duration.days(1))
                                .transitions(List.of(Transition.builder()
                                        .storageClass(StorageClass.GLACIER_INSTANT_RETRIEVAL)
                                        .transitionAfter(Duration.days(90))
                                        .build()))
                                .build(),
                        LifecycleRule.builder()
                                .prefix("temp/")
                                .expiration(Duration.days(1))
                                .noncurrentVersionExpiration(Duration.days(1))
                                .build(),
                        deleted()))
                .build();
        if (settings.standbyRegion() != null) {
            MediaReplication.add(media, settings);
        }
        stores = new Stores(table, media);
    }

    /** What was deleted goes for good after a while in which it can be brought back. */
    static LifecycleRule deleted() {
        return LifecycleRule.builder()
                .noncurrentVersionExpiration(Duration.days(30))
                .expiredObjectDeleteMarker(true)
                .build();
    }

    private Bucket.Builder bucket(String id) {
        return Bucket.Builder.create(this, id)
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true);
    }

    private static Attribute string(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
