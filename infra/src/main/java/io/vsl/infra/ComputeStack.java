package io.vsl.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.applicationautoscaling.AdjustmentType;
import software.amazon.awscdk.services.applicationautoscaling.BasicStepScalingPolicyProps;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.applicationautoscaling.ScalingInterval;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import software.constructs.Construct;

/** The services: which stages each has is a setting. */
final class ComputeStack extends Stack {

    /** By the name of the service; {@link Settings#serviceOf} tells that of a stage. */
    final Map<String, FargateService> services = new LinkedHashMap<>();

    /** @param identity what services are told of the issuer of tokens, by their stages */
    ComputeStack(
            Construct scope,
            Settings settings,
            DeploymentRegion place,
            NetworkStack network,
            LogStack log,
            ClusterStack cluster,
            EdgeStack edge,
            Function<List<String>, Map<String, String>> identity,
            Tasks tasks) {
        super(scope, settings.name(place.name("compute")), place.props());
        String webhooks = CfnParameter.Builder.create(this, "WebhookBaseUrl")
                .type("String")
                .description("Where Replicate reaches the stage webhook")
                .allowedPattern("https://[^/]+")
                .build()
                .getValueAsString();
        new TreeMap<>(settings.tasks().services()).forEach((name, stages) -> {
            Map<String, String> more = new TreeMap<>(identity.apply(stages));
            more.put("WEBHOOK_BASE_URL", webhooks);
            more.put("VSL_ALLOWED_ORIGINS", String.join(",", settings.origins()));
            FargateService service = FargateService.Builder.create(this, name)
                    .serviceName(name)
                    .cluster(cluster.cluster)
                    .taskDefinition(tasks.define(this, name, stages, more))
                    .desiredCount(settings.tasks().least())
                    .minHealthyPercent(100)
                    .maxHealthyPercent(200)
                    .circuitBreaker(DeploymentCircuitBreaker.builder()
                            .enable(true)
                            .rollback(true)
                            .build())
                    .vpcSubnets(NetworkStack.PRIVATE)
                    .securityGroups(List.of(network.stages))
                    .assignPublicIp(false)
                    .build();
            services.put(name, service);
            if (edge.targets.containsKey(name)) {
                service.attachToApplicationTargetGroup(edge.targets.get(name));
            }
            if (settings.tasks().most() > settings.tasks().least()) {
                scale(settings, log, service, stages);
            }
        });
    }

    private static void scale(Settings settings, LogStack log, FargateService service, List<String> stages) {
        ScalableTaskCount count = service.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(settings.tasks().least())
                .maxCapacity(settings.tasks().most())
                .build());
        count.scaleOnCpuUtilization(
                "Cpu",
                CpuUtilizationScalingProps.builder()
                        .targetUtilizationPercent(60)
                        .build());
        int lag = settings.tasks().lag();
        Roles.ALL.stream()
                .filter(it -> stages.contains(it.stage()) && !it.worksOn().isEmpty())
                .forEach(role -> count.scaleOnMetric(
                        "Lag-" + role.stage(),
                        BasicStepScalingPolicyProps.builder()
                                .metric(lag(log, role))
                                .adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                                .scalingSteps(List.of(
                                        ScalingInterval.builder()
                                                .upper(lag / 10)
                                                .change(-1)
                                                .build(),
                                        ScalingInterval.builder()
                                                .lower(lag)
                                                .change(1)
                                                .build(),
                                        ScalingInterval.builder()
                                                .lower(lag * 10)
                                                .change(2)
                                                .build()))
                                .cooldown(Duration.minutes(2))
                                .build()));
    }

    /** Records that a stage has yet to work on; of those that wait to be retried nothing is said. */
    private static IMetric lag(LogStack log, StageRole role) {
        Map<String, IMetric> topics = new TreeMap<>();
        role.worksOn()
                .forEach(topic -> topics.put(
                        "m" + topics.size(),
                        Metric.Builder.create()
                                .namespace("AWS/Kafka")
                                .metricName("SumOffsetLag")
                                .dimensionsMap(Map.of(
                                        "Cluster Name",
                                        log.clusterName,
                                        "Consumer Group",
                                        RolesStack.PREFIX + role.stage(),
                                        "Topic",
                                        RolesStack.PREFIX + topic))
                                .statistic("Maximum")
                                .period(Duration.minutes(1))
                                .build()));
        return MathExpression.Builder.create()
                .expression(String.join("+", topics.keySet()))
                .usingMetrics(topics)
                .period(Duration.minutes(1))
                .build();
    }
}
