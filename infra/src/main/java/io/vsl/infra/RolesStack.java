package io.vsl.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** A task role for each service, made of {@link Roles}: what its stages may do together. */
final class RolesStack extends Stack {

    static final String PREFIX = "vsl.";

    /** By the name of the service. */
    final Map<String, Role> roles = new TreeMap<>();

    RolesStack(Construct scope, Settings settings, DeploymentRegion place, Stores stores, LogStack log) {
        super(scope, settings.name(place.name("roles")), place.props());
        String cluster = log.clusterArn;
        List<String> parts = Fn.split(":cluster/", cluster, 2);
        Map<String, List<String>> services = new TreeMap<>(settings.tasks().services());
        services.put("setup", List.of("setup"));
        services.forEach((name, stages) -> {
            StageRole role = StageRole.union(name, stages);
            if (!role.grants().isEmpty()) {
                roles.put(
                        name,
                        Role.Builder.create(this, role.stage())
                                .roleName(settings.name(place.name(role.stage())))
                                .assumedBy(new ServicePrincipal("ecs-tasks.amazonaws.com"))
                                .inlinePolicies(Map.of(
                                        "stage",
                                        PolicyDocument.Builder.create()
                                                .minimize(false)
                                                .statements(role.grants().stream()
                                                        .map(grant -> PolicyStatement.Builder.create()
                                                                .actions(grant.actions())
                                                                .resources(resources(grant, cluster, parts, stores))
                                                                .build())
                                                        .toList())
                                                .build()))
                                .build());
            }
        });
        Synth.suppress(
                this, "AwsSolutions-IAM5", "Objects have no names before there are jobs: by prefix, of one bucket");
    }

    private static List<String> resources(StageRole.Grant grant, String cluster, List<String> parts, Stores stores) {
        return switch (grant.kind()) {
            case CLUSTER -> List.of(cluster);
            case TOPIC -> inCluster(":topic/", grant, parts);
            case GROUP -> inCluster(":group/", grant, parts);
            case TABLE -> List.of(stores.table().getTableArn());
            case BUCKET -> List.of(stores.media().getBucketArn());
            case OBJECTS ->
                grant.names().stream()
                        .map(it -> stores.media().arnForObjects(it + "*"))
                        .toList();
        };
    }

    private static List<String> inCluster(String kind, StageRole.Grant grant, List<String> parts) {
        return grant.names().stream()
                .map(name -> Fn.join("", List.of(parts.get(0), kind, parts.get(1), "/", PREFIX + name)))
                .toList();
    }
}
