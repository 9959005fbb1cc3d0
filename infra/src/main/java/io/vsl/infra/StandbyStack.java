package io.vsl.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.rds.CfnDBInstance;
import software.amazon.awscdk.services.rds.DatabaseInstanceEngine;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.ParameterGroupInstanceBindOptions;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresInstanceEngineProps;
import software.amazon.awscdk.services.rds.SubnetGroup;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/** The stores of the standby region: copies of media and PostgreSQL, and a cache that is empty. */
final class StandbyStack extends Stack {

    final Key key;
    /** The table is a replica that AWS keeps, made by a command. */
    final Stores stores;

    StandbyStack(Construct scope, Settings settings, DeploymentRegion place, NetworkStack network) {
        super(scope, settings.name("standby"), place.props());
        RemovalPolicy removal = settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        String main = CfnParameter.Builder.create(this, "MainRegion")
                .type("String")
                .description("The region of the deployment, whose PostgreSQL is copied")
                .build()
                .getValueAsString();
        key = Key.Builder.create(this, "Key")
                .alias("alias/" + settings.name("key"))
                .enableKeyRotation(true)
                .removalPolicy(removal)
                .build();
        Bucket logs = bucket("Logs").removalPolicy(removal).build();
        Bucket media = bucket("Media")
                .bucketName(MediaReplication.target(settings))
                .versioned(true)
                .serverAccessLogsBucket(logs)
                .removalPolicy(removal)
                .lifecycleRules(List.of(
                        LifecycleRule.builder()
                                .transitions(List.of(Transition.builder()
                                        .storageClass(StorageClass.GLACIER_INSTANT_RETRIEVAL)
                                        .transitionAfter(Duration.days(90))
                                        .build()))
                                .build(),
                        StoresStack.deleted()))
                .build();
        replica(settings, network, main).applyRemovalPolicy(removal);
        Redis.in(this, settings, network, key).applyRemovalPolicy(removal);
        stores = new Stores(Table.fromTableName(this, "Jobs", settings.name("jobs")), media);
    }

    private CfnDBInstance replica(Settings settings, NetworkStack network, String main) {
        CfnDBInstance made = CfnDBInstance.Builder.create(this, "Postgres")
                .dbInstanceIdentifier(settings.name("postgres"))
                .sourceDbInstanceIdentifier("arn:%s:rds:%s:%s:db:%s"
                        .formatted(Aws.PARTITION, main, Aws.ACCOUNT_ID, settings.name("postgres")))
                .sourceRegion(main)
                .dbInstanceClass("db." + settings.database().type())
                .storageType("gp3")
                .maxAllocatedStorage(settings.database().gigabytes() * 4)
                // Which makes it encrypted; that it is can't be said of a replica.
                .kmsKeyId(key.getKeyArn())
                .multiAz(settings.database().standby())
                .dbSubnetGroupName(SubnetGroup.Builder.create(this, "PostgresSubnets")
                        .description("Of the replica")
                        .vpc(network.vpc)
                        .vpcSubnets(NetworkStack.DATA)
                        .build()
                        .getSubnetGroupName())
                .vpcSecurityGroups(List.of(network.postgres.getSecurityGroupId()))
                .dbParameterGroupName(ParameterGroup.Builder.create(this, "PostgresParameters")
                        .engine(DatabaseInstanceEngine.postgres(PostgresInstanceEngineProps.builder()
                                .version(PostgresEngineVersion.VER_17)
                                .build()))
                        .parameters(Map.of("rds.force_ssl", "1"))
                        .build()
                        .bindToInstance(
                                ParameterGroupInstanceBindOptions.builder().build())
                        .getParameterGroupName())
                .publiclyAccessible(false)
                .copyTagsToSnapshot(true)
                .autoMinorVersionUpgrade(true)
                .deletionProtection(true)
                .build();
        Synth.suppress(made, "AwsSolutions-RDS2", "As its source is, with the key that is named here");
        Synth.suppress(made, "AwsSolutions-RDS11", "Only the stages' security group reaches it; a port hides nothing");
        if (!settings.database().standby()) {
            Synth.suppress(made, "AwsSolutions-RDS3", "A copy of a database that has no standby either");
        }
        return made;
    }

    private Bucket.Builder bucket(String id) {
        return Bucket.Builder.create(this, id)
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true);
    }
}
