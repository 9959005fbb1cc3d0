package io.vsl.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.LifecycleRule;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/**
 * Where tasks run, the image's registry, and the task that makes topics and migrates the database. It comes before the
 * services: they don't get ready without an image and what that task makes.
 */
final class ClusterStack extends Stack {

    final Cluster cluster;
    final Repository repository;
    final FargateTaskDefinition setup;

    ClusterStack(
            Construct scope,
            Settings settings,
            DeploymentRegion place,
            NetworkStack network,
            IKey key,
            LogStack log,
            Stores stores,
            RolesStack roles) {
        super(scope, settings.name(place.name("cluster")), place.props());
        cluster = Cluster.Builder.create(this, "Cluster")
                .clusterName(settings.name("cluster"))
                .vpc(network.vpc)
                .containerInsightsV2(ContainerInsights.ENABLED)
                .build();
        repository = Repository.Builder.create(this, "Images")
                .repositoryName(settings.name("image"))
                .imageTagMutability(TagMutability.IMMUTABLE)
                .imageScanOnPush(true)
                .lifecycleRules(
                        List.of(LifecycleRule.builder().maxImageCount(20).build()))
                .removalPolicy(settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
        // Spring ends before it starts a route.
        setup = new Tasks(settings, repository, key, log, stores, roles)
                .define(this, "setup", List.of("setup"), Map.of("JDK_JAVA_OPTIONS", "-Dspring.context.exit=onRefresh"));
        // As aws ecs run-task takes it.
        CfnOutput.Builder.create(this, "SetupNetwork")
                .value("awsvpcConfiguration={subnets=[%s],securityGroups=[%s],assignPublicIp=DISABLED}"
                        .formatted(
                                Fn.join(
                                        ",",
                                        network.vpc
                                                .selectSubnets(NetworkStack.PRIVATE)
                                                .getSubnetIds()),
                                network.stages.getSecurityGroupId()))
                .build();
    }
}
