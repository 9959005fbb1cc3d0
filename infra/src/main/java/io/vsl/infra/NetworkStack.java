package io.vsl.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** The VPC, and who may talk to whom in it. NAT is for what is outside AWS: Replicate, its outputs, clients' webhooks. */
final class NetworkStack extends Stack {

    static final int STAGE_PORT = 8080;
    static final int KAFKA_PORT = 9098;
    static final int POSTGRES_PORT = 5432;
    static final int REDIS_PORT = 6379;

    /** Where the stages are. */
    static final SubnetSelection PRIVATE =
            SubnetSelection.builder().subnetGroupName("private").build();
    /** Where the stores are; no way out. */
    static final SubnetSelection DATA =
            SubnetSelection.builder().subnetGroupName("data").build();

    final Vpc vpc;
    /** Of the load balancer; who may reach it is not said here. */
    final SecurityGroup balancer;

    final SecurityGroup stages;
    final SecurityGroup kafka;
    final SecurityGroup postgres;
    final SecurityGroup redis;
    /** Of the function that rotates the database's password. */
    final SecurityGroup rotation;

    NetworkStack(Construct scope, Settings settings, DeploymentRegion place) {
        super(scope, settings.name(place.name("network")), place.props());
        vpc = Vpc.Builder.create(this, "Vpc")
                .vpcName(settings.name("vpc"))
                // By number, as the region isn't known here; without a region the CDK would take but two.
                .availabilityZones(IntStream.range(0, settings.network().zones())
                        .mapToObj(zone -> Fn.select(zone, Fn.getAzs()))
                        .toList())
                .natGateways(settings.network().nats())
                .subnetConfiguration(List.of(
                        subnets("public", SubnetType.PUBLIC, 24),
                        subnets("private", SubnetType.PRIVATE_WITH_EGRESS, 20),
                        subnets("data", SubnetType.PRIVATE_ISOLATED, 24)))
                .gatewayEndpoints(Map.of(
                        "S3",
                        GatewayVpcEndpointOptions.builder()
                                .service(GatewayVpcEndpointAwsService.S3)
                                .build(),
                        "DynamoDb",
                        GatewayVpcEndpointOptions.builder()
                                .service(GatewayVpcEndpointAwsService.DYNAMODB)
                                .build()))
                .flowLogs(Map.of(
                        "All",
                        FlowLogOptions.builder()
                                .destination(FlowLogDestination.toCloudWatchLogs(LogGroup.Builder.create(
                                                this, "FlowLogs")
                                        .retention(RetentionDays.ONE_MONTH)
                                        .removalPolicy(settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                                        .build()))
                                .build()))
                .build();
        balancer = group("Balancer", "The load balancer");
        stages = group("Stages", "Tasks of the stages");
        kafka = group("Kafka", "Brokers");
        postgres = group("Postgres", "The database");
        redis = group("Redis", "The cache");
        rotation = group("Rotation", "Rotation of the password of the database");
        SecurityGroup endpoints = group("Endpoints", "Endpoints of AWS services");
        allow(balancer, stages, STAGE_PORT);
        allow(stages, kafka, KAFKA_PORT);
        allow(stages, postgres, POSTGRES_PORT);
        allow(stages, redis, REDIS_PORT);
        allow(rotation, postgres, POSTGRES_PORT);
        allow(rotation, endpoints, 443);
        endpoints.addIngressRule(stages, Port.tcp(443));
        // Replicate, its outputs, AWS.
        stages.addEgressRule(Peer.anyIpv4(), Port.tcp(443));
        Map.of(
                        "SecretsManager",
                        InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
                        "Ssm",
                        InterfaceVpcEndpointAwsService.SSM,
                        "Logs",
                        InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
                        "Ecr",
                        InterfaceVpcEndpointAwsService.ECR,
                        "EcrDocker",
                        InterfaceVpcEndpointAwsService.ECR_DOCKER)
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(it -> vpc.addInterfaceEndpoint(
                        it.getKey(),
                        InterfaceVpcEndpointOptions.builder()
                                .service(it.getValue())
                                .subnets(PRIVATE)
                                .securityGroups(List.of(endpoints))
                                .open(false)
                                .build()));
    }

    private static SubnetConfiguration subnets(String name, SubnetType type, int mask) {
        return SubnetConfiguration.builder()
                .name(name)
                .subnetType(type)
                .cidrMask(mask)
                .build();
    }

    private SecurityGroup group(String id, String description) {
        return SecurityGroup.Builder.create(this, id)
                .vpc(vpc)
                .description(description)
                .allowAllOutbound(false)
                .build();
    }

    private static void allow(SecurityGroup from, SecurityGroup to, int port) {
        from.addEgressRule(to, Port.tcp(port));
        to.addIngressRule(from, Port.tcp(port));
    }
}
