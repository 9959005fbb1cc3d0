package io.vsl.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The templates of all four deployments, synthesised once. */
class StacksTest {

    @TempDir
    static Path out;

    private static final Map<String, Synth.Deployment> DEPLOYMENTS = new TreeMap<>();

    @BeforeAll
    static void synthesise() {
        for (String name : List.of("dev", "staging", "homolog", "prod")) {
            DEPLOYMENTS.put(name, Synth.deploy(Settings.of(name), out.resolve(name).toString()));
        }
    }

    @Test
    void aWrongDeploymentIsNamed() {
        assertThatThrownBy(() -> Settings.of("production"))
                .hasMessage("--stage: there is no \"production\"; there are dev, staging, homolog, prod");
    }

    @Test
    void cdkNagFindsNoErrors() {
        DEPLOYMENTS.values().forEach(it -> Stream.of(it.stores(), it.roles()).forEach(stack ->
                assertThat(Annotations.fromStack(stack).findError("*", Match.stringLikeRegexp("AwsSolutions-.*")))
                        .isEmpty()));
    }

    @Test
    void thePoliciesAreTheMatrix() {
        DEPLOYMENTS.forEach((name, deployment) -> {
            Map<String, List<String>> actions = new TreeMap<>();
            roles(deployment).forEach(role -> actions.put((String) role.get("RoleName"),
                    statements(role).stream().flatMap(it -> strings(it.get("Action")).stream()).sorted().toList()));
            assertThat(actions).isEqualTo(Roles.ALL.stream().filter(it -> !it.grants().isEmpty()).collect(
                    Collectors.toMap(it -> "vsl-" + name + "-" + it.stage(), it -> it.grants().stream()
                            .flatMap(grant -> grant.actions().stream()).sorted().toList())));
        });
    }

    @Test
    void eachTopicAndGroupIsNamed() {
        roles(DEPLOYMENTS.get("prod")).forEach(role -> {
            StageRole stage = Roles.ALL.stream()
                    .filter(it -> role.get("RoleName").equals("vsl-prod-" + it.stage())).findFirst().orElseThrow();
            List<String> named = stage.grants().stream().flatMap(it -> it.names().stream()).map("/vsl."::concat).toList();
            List<String> found = new ArrayList<>();
            statements(role).forEach(it -> leaves(it.get("Resource"), found));
            assertThat(found.stream().filter(it -> it.startsWith("/vsl."))).containsExactlyElementsOf(named);
        });
    }

    @Test
    void theOnlyWildcardsAreTheMediaPrefixes() {
        roles(DEPLOYMENTS.get("prod")).forEach(role -> {
            List<String> found = new ArrayList<>();
            leaves(statements(role), found);
            assertThat(found.stream().filter(it -> it.contains("*")))
                    .isSubsetOf("/images/*", "/videos/*", "/audio/*");
        });
    }

    /** A change of these is a new table or bucket, and the old one's contents are gone from view. */
    @Test
    void noStoreWouldBeReplaced() throws IOException {
        StringBuilder now = new StringBuilder();
        DEPLOYMENTS.forEach((name, deployment) -> new TreeMap<>(resources(deployment.stores())).forEach((id, resource) -> {
            Map<?, ?> properties = (Map<?, ?>) resource.getOrDefault("Properties", Map.of());
            if (List.of("AWS::DynamoDB::Table", "AWS::S3::Bucket").contains(resource.get("Type"))) {
                now.append(String.join(" ", name, id, String.valueOf(properties.get("TableName")),
                        String.valueOf(properties.get("KeySchema")), String.valueOf(properties.get("BucketName")),
                        String.valueOf(resource.get("DeletionPolicy")))).append('\n');
            }
        }));
        Path kept = Path.of("src/test/resources/stores.txt");
        if (Boolean.getBoolean("vsl.keep")) {
            Files.createDirectories(kept.getParent());
            Files.writeString(kept, now);
        }
        assertThat(now.toString()).isEqualTo(Files.readString(kept));
    }

    @Test
    void theTableIsAsTheApplicationMakesIt() {
        Template.fromStack(DEPLOYMENTS.get("prod").stores()).hasResourceProperties("AWS::DynamoDB::Table", Map.of(
                "BillingMode", "PAY_PER_REQUEST",
                "DeletionProtectionEnabled", true,
                "TimeToLiveSpecification", Map.of("AttributeName", "ttl", "Enabled", true),
                "PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true),
                "GlobalSecondaryIndexes", List.of(
                        Match.objectLike(Map.of("IndexName", "UserIdIndex")),
                        Match.objectLike(Map.of("IndexName", "PredictionIdIndex")))));
    }

    @Test
    void mediaAreKeptSafeAndMoveToGlacier() {
        Template.fromStack(DEPLOYMENTS.get("prod").stores()).hasResourceProperties("AWS::S3::Bucket", Map.of(
                "VersioningConfiguration", Map.of("Status", "Enabled"),
                "PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "BlockPublicPolicy", true,
                        "IgnorePublicAcls", true, "RestrictPublicBuckets", true),
                "LifecycleConfiguration", Map.of("Rules", List.of(
                        Match.objectLike(Map.of("Transitions",
                                List.of(Map.of("StorageClass", "GLACIER", "TransitionInDays", 90)))),
                        Match.objectLike(Map.of("Prefix", "temp/", "ExpirationInDays", 1))))));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> resources(software.amazon.awscdk.Stack stack) {
        return (Map<String, Map<String, Object>>) Template.fromStack(stack).toJSON().get("Resources");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> roles(Synth.Deployment deployment) {
        return resources(deployment.roles()).values().stream()
                .filter(it -> it.get("Type").equals("AWS::IAM::Role"))
                .map(it -> (Map<String, Object>) it.get("Properties")).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> statements(Map<String, Object> role) {
        Map<String, Object> policy = ((List<Map<String, Object>>) role.get("Policies")).get(0);
        return (List<Map<String, Object>>) ((Map<String, Object>) policy.get("PolicyDocument")).get("Statement");
    }

    private static List<String> strings(Object value) {
        List<String> found = new ArrayList<>();
        leaves(value, found);
        return found;
    }

    private static void leaves(Object value, List<String> found) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(it -> leaves(it, found));
        } else if (value instanceof Collection<?> list) {
            list.forEach(it -> leaves(it, found));
        } else if (value instanceof String text) {
            found.add(text);
        }
    }
}
