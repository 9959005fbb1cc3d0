package io.vsl.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Capability;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.LinuxParameters;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.ssm.SecureStringParameterAttributes;
import software.amazon.awscdk.services.ssm.StringParameter;

/** How the image is run: as locked up as in docker-compose.yml. */
record Tasks(Settings settings, IRepository repository, IKey key, LogStack log, Stores stores, RolesStack roles) {

    static final String CONTAINER = "vsl";

    private static final Map<String, String> VARIABLES = Map.of(
            "database-url", "DATABASE_URL",
            "redis-url", "REDIS_URL",
            "replicate-token", "REPLICATE_API_TOKEN",
            "webhook-secret", "REPLICATE_WEBHOOK_SECRET",
            "operator-key", "VSL_OPERATOR_KEY");

    /** @param more of the environment, beside what all have */
    FargateTaskDefinition define(Stack stack, String name, List<String> stages, Map<String, String> more) {
        FargateTaskDefinition task = FargateTaskDefinition.Builder.create(stack, name + "-task")
                .family(settings.name(name))
                .cpu(settings.tasks().cpu())
                .memoryLimitMiB(settings.tasks().memory())
                .taskRole(roles.roles.get(name))
                .executionRole(Role.Builder.create(stack, name + "-execution")
                        .assumedBy(new ServicePrincipal("ecs-tasks.amazonaws.com"))
                        .build())
                .volumes(List.of(Volume.builder().name("tmp").build()))
                .build();
        LogGroup lines = LogGroup.Builder.create(stack, name + "-log")
                .logGroupName("/vsl/%s/%s".formatted(settings.deployment(), name))
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
        ContainerDefinition container = task.addContainer(
                CONTAINER,
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromEcrRepository(repository, settings.imageTag()))
                        .environment(environment(stack, stages, more))
                        .secrets(secrets(stack, name, stages))
                        .readonlyRootFilesystem(true)
                        .user("vsl")
                        .linuxParameters(locked(stack, name))
                        // The process ends itself within 30 seconds.
                        .stopTimeout(Duration.seconds(40))
                        .healthCheck(HealthCheck.builder()
                                .command(List.of(
                                        "CMD",
                                        "bash",
                                        "-c",
                                        "exec 3<>/dev/tcp/127.0.0.1/8080"
                                                + " && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3"
                                                + " && read -r line <&3 && [[ $line == *' 200'* ]]"))
                                .interval(Duration.seconds(5))
                                .timeout(Duration.seconds(3))
                                .startPeriod(Duration.seconds(120))
                                .retries(5)
                                .build())
                        .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                                .logGroup(lines)
                                .streamPrefix(name)
                                .build()))
                        .portMappings(List.of(PortMapping.builder()
                                .containerPort(NetworkStack.STAGE_PORT)
                                .build()))
                        .build());
        container.addMountPoints(MountPoint.builder()
                .sourceVolume("tmp")
                .containerPath("/tmp")
                .readOnly(false)
                .build());
        Synth.suppress(task, "AwsSolutions-ECS2", "What is no secret; secrets are references to parameters");
        Synth.suppress(
                Objects.requireNonNull(task.getExecutionRole()),
                "AwsSolutions-IAM5",
                "ecr:GetAuthorizationToken is not of a resource",
                "Resource::*");
        return task;
    }

    private Map<String, String> environment(Stack stack, List<String> stages, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "STAGE", settings.deployment(),
                "VSL_STAGES", String.join(",", stages),
                "VSL_CLOUDWATCH_METRICS", "true",
                "KAFKA_AUTH", "iam",
                "KAFKA_BROKERS", log.brokers,
                "AWS_REGION", stack.getRegion(),
                "S3_BUCKET", stores.media().getBucketName(),
                "DYNAMODB_TABLE", stores.table().getTableName()));
        environment.putAll(more);
        return environment;
    }

    private Map<String, Secret> secrets(Stack stack, String name, List<String> stages) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        StageRole.union(name, stages)
                .secrets()
                .forEach(secret -> secrets.put(
                        VARIABLES.get(secret),
                        Secret.fromSsmParameter(StringParameter.fromSecureStringParameterAttributes(
                                stack,
                                name + "-" + secret,
                                SecureStringParameterAttributes.builder()
                                        .parameterName(settings.parameter(secret))
                                        .encryptionKey(key)
                                        .build()))));
        return secrets;
    }

    private static LinuxParameters locked(Stack stack, String name) {
        LinuxParameters locked =
                LinuxParameters.Builder.create(stack, name + "-linux").build();
        locked.dropCapabilities(Capability.ALL);
        return locked;
    }
}
