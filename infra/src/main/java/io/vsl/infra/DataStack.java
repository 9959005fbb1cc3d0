package io.vsl.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroupImportOptions;
import software.amazon.awscdk.services.elasticache.CfnReplicationGroup;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.CredentialsBaseOptions;
import software.amazon.awscdk.services.rds.DatabaseInstance;
import software.amazon.awscdk.services.rds.DatabaseInstanceEngine;
import software.amazon.awscdk.services.rds.IInstanceEngine;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresInstanceEngineProps;
import software.amazon.awscdk.services.rds.RotationSingleUserOptions;
import software.amazon.awscdk.services.rds.StorageType;
import software.constructs.Construct;

/**
 * PostgreSQL, Redis and the key that encrypts what is stored. The application's own secrets are not made here:
 * CloudFormation can't make SecureString parameters, so an operator writes them, with this key.
 */
final class DataStack extends Stack {

    final Key key;
    final DatabaseInstance database;
    final CfnReplicationGroup cache;

    DataStack(Construct scope, Settings settings, NetworkStack network) {
        super(scope, settings.name("data"));
        RemovalPolicy removal = settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        key = Key.Builder.create(this, "Key")
                .alias("alias/" + settings.name("key"))
                .enableKeyRotation(true)
                .removalPolicy(removal)
                .build();
        database = database(settings, network, removal);
        cache = Redis.in(this, settings, network, key);
        cache.applyRemovalPolicy(removal);
    }

    private DatabaseInstance database(Settings settings, NetworkStack network, RemovalPolicy removal) {
        IInstanceEngine engine = DatabaseInstanceEngine.postgres(PostgresInstanceEngineProps.builder()
                .version(PostgresEngineVersion.VER_17)
                .build());
        DatabaseInstance made = DatabaseInstance.Builder.create(this, "Postgres")
                .engine(engine)
                .instanceIdentifier(settings.name("postgres"))
                .instanceType(new InstanceType(settings.database().type()))
                .allocatedStorage(settings.database().gigabytes())
                .maxAllocatedStorage(settings.database().gigabytes() * 4)
                .storageType(StorageType.GP3)
                .storageEncrypted(true)
                .storageEncryptionKey(key)
                .multiAz(settings.database().standby())
                .vpc(network.vpc)
                .vpcSubnets(NetworkStack.DATA)
                .securityGroups(List.of(asItIs("PostgresGroup", network.postgres)))
                .publiclyAccessible(false)
                .databaseName("vsl")
                // The application has a user of its own, so that a rotation doesn't lock it out.
                .credentials(Credentials.fromGeneratedSecret(
                        "owner",
                        CredentialsBaseOptions.builder()
                                .secretName(settings.name("database-owner"))
                                .encryptionKey(key)
                                .build()))
                .parameterGroup(ParameterGroup.Builder.create(this, "PostgresParameters")
                        .engine(engine)
                        .parameters(Map.of("rds.force_ssl", "1"))
                        .build())
                .backupRetention(Duration.days(7))
                .copyTagsToSnapshot(true)
                .autoMinorVersionUpgrade(true)
                .deletionProtection(true)
                .cloudwatchLogsExports(List.of("postgresql"))
                .removalPolicy(removal)
                .build();
        made.addRotationSingleUser(RotationSingleUserOptions.builder()
                .automaticallyAfter(Duration.days(30))
                .vpcSubnets(NetworkStack.PRIVATE)
                .securityGroup(asItIs("RotationGroup", network.rotation))
                .build());
        Synth.suppress(made, "AwsSolutions-RDS11", "Only the stages' security group reaches it; a port hides nothing");
        if (!settings.database().standby()) {
            Synth.suppress(
                    made, "AwsSolutions-RDS3", "A standby costs as much again; this deployment may wait for a restore");
        }
        return made;
    }

    /** A group whose rules the network says alone: else RDS adds its own, with a port that only this stack knows. */
    private ISecurityGroup asItIs(String id, SecurityGroup group) {
        return SecurityGroup.fromSecurityGroupId(
                this,
                id,
                group.getSecurityGroupId(),
                SecurityGroupImportOptions.builder().mutable(false).build());
    }
}
