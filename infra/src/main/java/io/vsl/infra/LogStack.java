package io.vsl.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.customresources.AwsCustomResource;
import software.amazon.awscdk.customresources.AwsCustomResourcePolicy;
import software.amazon.awscdk.customresources.AwsSdkCall;
import software.amazon.awscdk.customresources.PhysicalResourceId;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.msk.CfnCluster;
import software.amazon.awscdk.services.msk.CfnConfiguration;
import software.amazon.awscdk.services.msk.CfnServerlessCluster;
import software.constructs.Construct;

/** Amazon MSK, with IAM over TLS and no other way in. */
final class LogStack extends Stack {

    /** Where clusters are seen in CloudWatch. */
    final String clusterName;

    final String clusterArn;
    /** host:port, comma-separated; known once the cluster is there. */
    final String brokers;

    LogStack(Construct scope, Settings settings, DeploymentRegion place, NetworkStack network, IKey key) {
        super(scope, settings.name(place.name("log")), place.props());
        clusterName = settings.name("log");
        List<String> subnets = network.vpc.selectSubnets(NetworkStack.DATA).getSubnetIds();
        List<String> groups = List.of(network.kafka.getSecurityGroupId());
        RemovalPolicy removal = settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        if (settings.kafka().serverless()) {
            CfnServerlessCluster cluster = CfnServerlessCluster.Builder.create(this, "Kafka")
                    .clusterName(clusterName)
                    .clientAuthentication(CfnServerlessCluster.ClientAuthenticationProperty.builder()
                            .sasl(CfnServerlessCluster.SaslProperty.builder()
                                    .iam(CfnServerlessCluster.IamProperty.builder()
                                            .enabled(true)
                                            .build())
                                    .build())
                            .build())
                    .vpcConfigs(List.of(CfnServerlessCluster.VpcConfigProperty.builder()
                            .subnetIds(subnets)
                            .securityGroups(groups)
                            .build()))
                    .build();
            cluster.applyRemovalPolicy(removal);
            clusterArn = cluster.getAttrArn();
        } else {
            CfnCluster cluster = provisioned(settings.kafka(), removal, subnets, groups, key);
            cluster.applyRemovalPolicy(removal);
            clusterArn = cluster.getAttrArn();
        }
        // Not an attribute in CloudFormation.
        brokers = AwsCustomResource.Builder.create(this, "Brokers")
                .onUpdate(AwsSdkCall.builder()
                        .service("Kafka")
                        .action("getBootstrapBrokers")
                        .parameters(Map.of("ClusterArn", clusterArn))
                        .outputPaths(List.of("BootstrapBrokerStringSaslIam"))
                        .physicalResourceId(PhysicalResourceId.of(clusterName))
                        .build())
                .policy(AwsCustomResourcePolicy.fromStatements(List.of(PolicyStatement.Builder.create()
                        .actions(List.of("kafka:GetBootstrapBrokers"))
                        .resources(List.of(clusterArn))
                        .build())))
                .installLatestAwsSdk(false)
                .build()
                .getResponseField("BootstrapBrokerStringSaslIam");
        NagSuppressions.addResourceSuppressionsByPath(
                this,
                "/" + getStackName() + "/AWS679f53fac002430cb0da5b7982bd2287/ServiceRole/Resource",
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-IAM4")
                        .reason("The CDK's function that asks for the brokers' addresses writes its log")
                        .appliesTo(List.of("Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
                                + "AWSLambdaBasicExecutionRole"))
                        .build()));
    }

    private CfnCluster provisioned(
            Settings.Kafka kafka, RemovalPolicy removal, List<String> subnets, List<String> groups, IKey key) {
        CfnConfiguration configuration = CfnConfiguration.Builder.create(this, "Configuration")
                .name(clusterName)
                .serverProperties("""
                        auto.create.topics.enable=false
                        default.replication.factor=3
                        min.insync.replicas=2
                        unclean.leader.election.enable=false
                        """)
                .build();
        LogGroup logs = LogGroup.Builder.create(this, "BrokerLogs")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(removal)
                .build();
        return CfnCluster.Builder.create(this, "Kafka")
                .clusterName(clusterName)
                .kafkaVersion(kafka.version())
                .numberOfBrokerNodes(kafka.brokers())
                .brokerNodeGroupInfo(CfnCluster.BrokerNodeGroupInfoProperty.builder()
                        .instanceType(kafka.broker())
                        .clientSubnets(subnets)
                        .securityGroups(groups)
                        .storageInfo(CfnCluster.StorageInfoProperty.builder()
                                .ebsStorageInfo(CfnCluster.EBSStorageInfoProperty.builder()
                                        .volumeSize(kafka.gigabytes())
                                        .build())
                                .build())
                        .build())
                .clientAuthentication(CfnCluster.ClientAuthenticationProperty.builder()
                        .sasl(CfnCluster.SaslProperty.builder()
                                .iam(CfnCluster.IamProperty.builder()
                                        .enabled(true)
                                        .build())
                                .build())
                        .unauthenticated(CfnCluster.UnauthenticatedProperty.builder()
                                .enabled(false)
                                .build())
                        .build())
                .encryptionInfo(CfnCluster.EncryptionInfoProperty.builder()
                        .encryptionAtRest(CfnCluster.EncryptionAtRestProperty.builder()
                                .dataVolumeKmsKeyId(key.getKeyArn())
                                .build())
                        .encryptionInTransit(CfnCluster.EncryptionInTransitProperty.builder()
                                .clientBroker("TLS")
                                .inCluster(true)
                                .build())
                        .build())
                .configurationInfo(CfnCluster.ConfigurationInfoProperty.builder()
                        .arn(configuration.getAttrArn())
                        .revision(configuration.getAttrLatestRevisionRevision())
                        .build())
                // The lag of consumers by partition.
                .enhancedMonitoring("PER_TOPIC_PER_PARTITION")
                .loggingInfo(CfnCluster.LoggingInfoProperty.builder()
                        .brokerLogs(CfnCluster.BrokerLogsProperty.builder()
                                .cloudWatchLogs(CfnCluster.CloudWatchLogsProperty.builder()
                                        .enabled(true)
                                        .logGroup(logs.getLogGroupName())
                                        .build())
                                .build())
                        .build())
                .build();
    }
}
