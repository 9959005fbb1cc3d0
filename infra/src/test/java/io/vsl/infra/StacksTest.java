package io.vsl.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The templates of all four deployments, synthesised once. */
class StacksTest {

    @TempDir
    static Path out;

    private static final Map<String, Synth.Deployment> DEPLOYMENTS = new TreeMap<>();

    /** By CloudFormation's reference, a change of these properties of what stores is a replacement. */
    private static final Map<String, List<String>> FIXED = Map.of(
            "AWS::DynamoDB::Table", List.of("TableName", "KeySchema"),
            "AWS::S3::Bucket", List.of("BucketName"),
            "AWS::KMS::Key", List.of(),
            "AWS::Cognito::UserPool", List.of("AliasAttributes", "UsernameAttributes"),
            "AWS::ECR::Repository", List.of("RepositoryName"),
            "AWS::RDS::DBInstance",
                    List.of(
                            "DBInstanceIdentifier",
                            "DBName",
                            "DBSubnetGroupName",
                            "KmsKeyId",
                            "MasterUsername",
                            "StorageEncrypted"),
            "AWS::ElastiCache::ReplicationGroup",
                    List.of(
                            "ReplicationGroupId",
                            "AtRestEncryptionEnabled",
                            "CacheSubnetGroupName",
                            "KmsKeyId",
                            "Port"),
            "AWS::MSK::ServerlessCluster", List.of("ClusterName"),
            "AWS::MSK::Cluster",
                    List.of(
                            "ClusterName",
                            "BrokerNodeGroupInfo.ClientSubnets",
                            "BrokerNodeGroupInfo.SecurityGroups",
                            "EncryptionInfo.EncryptionAtRest",
                            "EncryptionInfo.EncryptionInTransit.InCluster"));

    @BeforeAll
    static void synthesise() {
        for (String name : List.of("dev", "staging", "homolog", "prod")) {
            DEPLOYMENTS.put(
                    name, Synth.deploy(Settings.of(name), out.resolve(name).toString()));
        }
    }

    @Test
    void aWrongDeploymentIsNamed() {
        assertThatThrownBy(() -> Settings.of("production"))
                .hasMessage("--stage: there is no \"production\"; there are dev, staging, homolog, prod");
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatThrownBy(() -> new Settings.Network(3, 4)).hasMessageStartingWith("network.nats: 4 is not");
        assertThatThrownBy(() -> new Settings.Kafka(false, "3.9.x", "kafka.m7g.large", 2, 10))
                .hasMessage("kafka.brokers: 2 is not at least 3");
        assertThatThrownBy(() -> new Settings.Database("t4g.micro", 5, false))
                .hasMessageStartingWith("database.gigabytes: 5 is not");
        assertThatThrownBy(() -> new Settings.Tasks(Map.of("all", List.of("submit")), 1, 1, 512, 1024, 1))
                .hasMessage("tasks.services: [submit] is not each stage but setup, once");
        assertThatThrownBy(() -> Settings.of("dev", "a b")).hasMessage("VSL_IMAGE_TAG: a b is not a tag of an image");
        assertThatThrownBy(() -> Settings.of("dev", "main", "Ireland", false))
                .hasMessage("VSL_STANDBY_REGION: Ireland is not a region, like eu-west-1");
        Settings dev = Settings.of("dev");
        assertThatThrownBy(() -> new Settings(
                        "dev",
                        false,
                        "main",
                        List.of(),
                        new Settings.Network(2, 1),
                        dev.kafka(),
                        dev.database(),
                        dev.cache(),
                        dev.tasks(),
                        1,
                        null,
                        false))
                .hasMessage("kafka.brokers: 3 is not a multiple of network.zones");
    }

    @Test
    void cdkNagFindsNoErrors() throws IOException {
        for (Map.Entry<String, Synth.Deployment> deployment : DEPLOYMENTS.entrySet()) {
            deployment.getValue().app().synth();
            NagReport nag = NagReport.read(out.resolve(deployment.getKey()));
            System.out.println("vsl-" + deployment.getKey() + ", " + nag.summary());
            assertThat(nag.lines()).filteredOn(NagReport.Line::isError).isEmpty();
            // Nothing is checked by accident only.
            assertThat(nag.lines()).filteredOn(NagReport.Line::isSuppressed).isNotEmpty();
        }
    }

    /** Which actions on which names; of what is no topic and no group the stack knows the one there is. */
    private record Allowed(List<String> actions, String kind, List<String> names) {}

    @Test
    void thePoliciesAreTheMatrix() {
        DEPLOYMENTS.forEach((name, deployment) -> {
            Map<String, List<Allowed>> found = new TreeMap<>();
            roles(deployment)
                    .forEach(role -> found.put(
                            (String) role.get("RoleName"),
                            statements(role).stream().map(StacksTest::allowed).toList()));
            Map<String, List<Allowed>> wanted = new TreeMap<>();
            services(name)
                    .filter(it -> !it.grants().isEmpty())
                    .forEach(role -> wanted.put(
                            "vsl-" + name + "-" + role.stage(),
                            role.grants().stream().map(StacksTest::allowed).toList()));
            assertThat(found).isEqualTo(wanted);
        });
    }

    /** The end of a resource: a topic or a group, or what keys of objects begin with. */
    private static final Pattern NAME = Pattern.compile("/vsl\\.(.+)|/((?:[a-z]+/)+)\\*");

    private static Allowed allowed(Map<?, ?> statement) {
        assertThat(statement.get("Effect")).isEqualTo("Allow");
        List<String> parts = new ArrayList<>();
        leaves(statement.get("Resource"), parts);
        List<String> names = parts.stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
                .toList();
        String kind = Stream.of("topic", "group")
                .filter(it -> parts.contains(":" + it + "/"))
                .findFirst()
                .orElse("");
        return new Allowed(strings(statement.get("Action")).stream().sorted().toList(), kind, names);
    }

    private static Allowed allowed(StageRole.Grant grant) {
        String kind =
                switch (grant.kind()) {
                    case TOPIC -> "topic";
                    case GROUP -> "group";
                    default -> "";
                };
        return new Allowed(grant.actions().stream().sorted().toList(), kind, grant.names());
    }

    private static Stream<StageRole> services(String deployment) {
        return Stream.concat(
                        Stream.of(Map.entry("setup", List.of("setup"))),
                        Settings.of(deployment).tasks().services().entrySet().stream())
                .map(it -> StageRole.union(it.getKey(), it.getValue()));
    }

    /** Of every type of resource there is a price, or it is listed as free. */
    @Test
    void theCostsAreThoseOfTheTemplates() throws IOException {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (String name : List.of("dev", "staging", "homolog", "prod")) {
            DEPLOYMENTS.get(name).app().synth();
            folders.put(name, out.resolve(name));
        }
        assertThat(new Costs().markdown(folders))
                .as("./vsl infra costs writes it")
                .isEqualTo(Files.readString(Path.of("../docs/COSTS.md")));
    }

    /** In any policy of any stack: what cdk-nag is told to let pass could be more than was meant. */
    @Test
    void theOnlyWildcardsAreThePrefixesOfKeys() {
        DEPLOYMENTS.values().forEach(deployment -> deployment.stacks().forEach(stack -> policies(stack)
                .forEach(statement -> {
                    List<String> actions = strings(statement.get("Action"));
                    assertThat(actions).as(stack.getStackName()).noneMatch(it -> it.contains("*"));
                    List<String> resources = new ArrayList<>();
                    leaves(statement.get("Resource"), resources);
                    if (!actions.equals(List.of("ecr:GetAuthorizationToken"))) {
                        assertThat(resources.stream().filter(it -> it.contains("*")))
                                .as("%s: %s", stack.getStackName(), actions)
                                .isSubsetOf("/images/*", "/videos/*", "/audio/*", "/temp/*", "/temp/uploads/*");
                    }
                })));
    }

    /** The statements that allow something to somebody here. */
    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> policies(Stack stack) {
        List<Map<String, Object>> documents = new ArrayList<>();
        resources(stack).values().forEach(resource -> {
            Map<String, Object> properties = (Map<String, Object>) resource.getOrDefault("Properties", Map.of());
            if (resource.get("Type").equals("AWS::IAM::Role")) {
                ((List<Map<String, Object>>) properties.getOrDefault("Policies", List.of()))
                        .forEach(it -> documents.add((Map<String, Object>) it.get("PolicyDocument")));
            } else if (properties.get("PolicyDocument") != null
                    && resource.get("Type").toString().startsWith("AWS::IAM::")) {
                documents.add((Map<String, Object>) properties.get("PolicyDocument"));
            }
        });
        return documents.stream()
                .flatMap(it -> ((List<Map<String, Object>>) it.get("Statement")).stream())
                .filter(it -> it.get("Effect").equals("Allow"))
                .toList();
    }

    @Test
    void noTaskHasAPublicAddress() {
        DEPLOYMENTS.values().forEach(deployment -> {
            Template compute = Template.fromStack(deployment.compute());
            Map<String, Map<String, Object>> services = compute.findResources("AWS::ECS::Service");
            assertThat(services).isNotEmpty();
            services.values().forEach(service -> assertThat(at(
                            (Map<?, ?>) service.get("Properties"),
                            "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp"))
                    .isEqualTo("DISABLED"));
        });
    }

    /** A change of these is a new table or bucket, and the old one's contents are gone from view. */
    @Test
    void noStoreWouldBeReplaced() throws IOException {
        StringBuilder now = new StringBuilder();
        DEPLOYMENTS.forEach((name, deployment) -> deployment.stacks().forEach(stack -> new TreeMap<>(resources(stack))
                .forEach((id, resource) -> {
                    Map<?, ?> properties = (Map<?, ?>) resource.getOrDefault("Properties", Map.of());
                    List<String> fixed = FIXED.get((String) resource.get("Type"));
                    if (fixed != null) {
                        now.append(String.join(" ", name, id, String.valueOf(resource.get("DeletionPolicy"))));
                        fixed.forEach(
                                it -> now.append(' ').append(it).append('=').append(at(properties, it)));
                        now.append('\n');
                    }
                })));
        Path kept = Path.of("src/test/resources/stores.txt");
        if (Boolean.getBoolean("vsl.keep")) {
            Files.createDirectories(kept.getParent());
            Files.writeString(kept, now);
        }
        assertThat(now.toString()).isEqualTo(Files.readString(kept));
    }

    @Test
    void theTableIsAsTheApplicationMakesIt() {
        Template.fromStack(DEPLOYMENTS.get("prod").stores())
                .hasResourceProperties(
                        "AWS::DynamoDB::Table",
                        Map.of(
                                "BillingMode", "PAY_PER_REQUEST",
                                "DeletionProtectionEnabled", true,
                                "TimeToLiveSpecification", Map.of("AttributeName", "ttl", "Enabled", true),
                                "PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true),
                                "GlobalSecondaryIndexes",
                                        List.of(
                                                Match.objectLike(Map.of("IndexName", "UserIdIndex")),
                                                Match.objectLike(Map.of("IndexName", "PredictionIdIndex")))));
    }

    @Test
    void mediaAreKeptSafeAndMoveToGlacier() {
        Template.fromStack(DEPLOYMENTS.get("prod").stores())
                .hasResourceProperties(
                        "AWS::S3::Bucket",
                        Map.of(
                                "VersioningConfiguration", Map.of("Status", "Enabled"),
                                "PublicAccessBlockConfiguration",
                                        Map.of(
                                                "BlockPublicAcls",
                                                true,
                                                "BlockPublicPolicy",
                                                true,
                                                "IgnorePublicAcls",
                                                true,
                                                "RestrictPublicBuckets",
                                                true),
                                "LifecycleConfiguration",
                                        Map.of(
                                                "Rules",
                                                List.of(
                                                        Match.objectLike(Map.of(
                                                                "Transitions",
                                                                List.of(
                                                                        Map.of(
                                                                                "StorageClass",
                                                                                "GLACIER_IR",
                                                                                "TransitionInDays",
                                                                                90)))),
                                                        Match.objectLike(
                                                                Map.of("Prefix", "temp/", "ExpirationInDays", 1)),
                                                        Match.objectLike(Map.of(
                                                                "NoncurrentVersionExpiration",
                                                                Map.of("NoncurrentDays", 30)))))));
    }

    @Test
    void prodHasThreeZonesWithANatEachAndDevOneNat() {
        Template prod = Template.fromStack(DEPLOYMENTS.get("prod").network());
        prod.resourceCountIs("AWS::EC2::Subnet", 9);
        prod.resourceCountIs("AWS::EC2::NatGateway", 3);
        prod.resourceCountIs("AWS::EC2::FlowLog", 1);
        prod.resourceCountIs("AWS::EC2::VPCEndpoint", 7);
        Template.fromStack(DEPLOYMENTS.get("dev").network()).resourceCountIs("AWS::EC2::NatGateway", 1);
    }

    /** From addresses only the balancer is reached, by two ports; all else is let in from a group. */
    @Test
    void whoMayTalkToWhom() {
        List<String> rules = resources(DEPLOYMENTS.get("prod").network()).values().stream()
                .filter(it -> it.get("Type").equals("AWS::EC2::SecurityGroupIngress"))
                .map(it -> (Map<?, ?>) it.get("Properties"))
                .map(it -> String.join(
                        " ",
                        group(it.get("SourceSecurityGroupId")),
                        group(it.get("GroupId")),
                        String.valueOf(it.get("FromPort")),
                        String.valueOf(it.get("ToPort"))))
                .sorted()
                .toList();
        assertThat(rules)
                .containsExactly(
                        "Balancer Stages 8080 8080",
                        "Rotation Endpoints 443 443",
                        "Rotation Postgres 5432 5432",
                        "Stages Endpoints 443 443",
                        "Stages Kafka 9098 9098",
                        "Stages Postgres 5432 5432",
                        "Stages Redis 6379 6379");
        assertThat(resources(DEPLOYMENTS.get("prod").network()).values().stream()
                        .filter(it -> it.get("Type").equals("AWS::EC2::SecurityGroup"))
                        .map(it -> (Map<?, ?>) it.get("Properties"))
                        .filter(it -> it.containsKey("SecurityGroupIngress"))
                        .map(it -> it.get("GroupDescription") + " "
                                + ((List<?>) it.get("SecurityGroupIngress"))
                                        .stream()
                                                .map(rule -> ((Map<?, ?>) rule).get("FromPort"))
                                                .toList()))
                .containsExactly("The load balancer [443, 80]");
    }

    private static String group(Object reference) {
        return at((Map<?, ?>) reference, "Fn::GetAtt").toString().replaceAll("^\\[|[0-9A-F]{8}, GroupId]$", "");
    }

    @Test
    void theLogTakesIamOverTlsAndNothingElse() {
        Template prod = Template.fromStack(DEPLOYMENTS.get("prod").log());
        prod.hasResourceProperties(
                "AWS::MSK::Cluster",
                Map.of(
                        "ClientAuthentication",
                        Map.of(
                                "Sasl",
                                Map.of("Iam", Map.of("Enabled", true)),
                                "Unauthenticated",
                                Map.of("Enabled", false)),
                        "EncryptionInfo",
                        Map.of(
                                "EncryptionInTransit",
                                Map.of("ClientBroker", "TLS", "InCluster", true),
                                "EncryptionAtRest",
                                Map.of("DataVolumeKMSKeyId", Match.anyValue())),
                        "EnhancedMonitoring",
                        "PER_TOPIC_PER_PARTITION",
                        "NumberOfBrokerNodes",
                        3));
        prod.hasResourceProperties(
                "AWS::MSK::Configuration",
                Map.of(
                        "ServerProperties",
                        "auto.create.topics.enable=false\ndefault.replication.factor=3\nmin.insync.replicas=2\n"
                                + "unclean.leader.election.enable=false\n"));
    }

    @Test
    void serverlessIsASetting() {
        Settings dev = Settings.of("dev");
        Settings serverless = new Settings(
                "dev",
                false,
                "main",
                List.of(),
                new Settings.Network(2, 1),
                new Settings.Kafka(true, "3.9.x", "kafka.t3.small", 3, 20),
                dev.database(),
                dev.cache(),
                dev.tasks(),
                1,
                null,
                false);
        Template log = Template.fromStack(
                Synth.deploy(serverless, out.resolve("serverless").toString()).log());
        log.resourceCountIs("AWS::MSK::Cluster", 0);
        log.hasResourceProperties(
                "AWS::MSK::ServerlessCluster",
                Map.of("ClientAuthentication", Map.of("Sasl", Map.of("Iam", Map.of("Enabled", true)))));
    }

    @Test
    void aStandbyRegionIsASetting() throws IOException {
        Path folder = out.resolve("standby");
        Synth.Deployment prod = Synth.deploy(Settings.of("prod", "main", "eu-west-1", false), folder.toString());
        prod.app().synth();
        assertThat(NagReport.read(folder).lines())
                .filteredOn(NagReport.Line::isError)
                .isEmpty();
        assertThat(prod.stacks().stream().map(software.amazon.awscdk.Stack::getStackName))
                .containsSequence(
                        "vsl-prod-data",
                        "vsl-prod-log",
                        "vsl-prod-standby-network",
                        "vsl-prod-standby",
                        "vsl-prod-standby-log",
                        "vsl-prod-standby-roles",
                        "vsl-prod-standby-cluster",
                        "vsl-prod-standby-edge",
                        "vsl-prod-stores");
        assertThat(prod.standby()).allMatch(it -> it.getRegion().equals("eu-west-1"));
        assertThat(prod.stores().getDependencies()).contains(prod.standby().get(1));
        assertThat(prod.standby().get(1).getDependencies()).contains(prod.data());
        Template standby = Template.fromStack(prod.standby().get(1));
        Map<String, Object> target =
                Map.of("Fn::Join", List.of("", List.of("vsl-prod-media-standby-", Map.of("Ref", "AWS::AccountId"))));
        standby.hasResource(
                "AWS::S3::Bucket",
                Map.of(
                        "DeletionPolicy",
                        "Retain",
                        "Properties",
                        Match.objectLike(Map.of(
                                "BucketName",
                                target,
                                "VersioningConfiguration",
                                Map.of("Status", "Enabled"),
                                "BucketEncryption",
                                Match.anyValue(),
                                "PublicAccessBlockConfiguration",
                                Map.of(
                                        "BlockPublicAcls",
                                        true,
                                        "BlockPublicPolicy",
                                        true,
                                        "IgnorePublicAcls",
                                        true,
                                        "RestrictPublicBuckets",
                                        true)))));
        standby.hasResource(
                "AWS::RDS::DBInstance",
                Map.of(
                        "DeletionPolicy",
                        "Retain",
                        "Properties",
                        Match.objectLike(Map.of(
                                "DBInstanceIdentifier",
                                "vsl-prod-postgres",
                                "SourceRegion",
                                Map.of("Ref", "MainRegion"),
                                "KmsKeyId",
                                Match.anyValue(),
                                "PubliclyAccessible",
                                false,
                                "DeletionProtection",
                                true))));
        Template.fromStack(prod.standby().get(2)).resourceCountIs("AWS::MSK::Cluster", 1);
    }

    /** Before, its services would order what those of the main region order. */
    @Test
    void servicesAreInTheStandbyRegionOnlyAfterAFailover() throws IOException {
        assertThatThrownBy(() -> Settings.of("prod", "main", null, true))
                .hasMessage("VSL_FAILED_OVER: true is not possible without VSL_STANDBY_REGION");
        Path folder = out.resolve("failed-over");
        Synth.Deployment prod = Synth.deploy(Settings.of("prod", "main", "eu-west-1", true), folder.toString());
        prod.app().synth();

        assertThat(NagReport.read(folder).lines())
                .filteredOn(NagReport.Line::isError)
                .isEmpty();
        Stack services = prod.standby().get(prod.standby().size() - 1);
        assertThat(services.getStackName()).isEqualTo("vsl-prod-standby-compute");
        assertThat(services.getRegion()).isEqualTo("eu-west-1");
        Template.fromStack(services)
                .resourceCountIs(
                        "AWS::ECS::Service",
                        Settings.of("prod").tasks().services().size());
        assertThat(Files.readString(folder.resolve("vsl-prod-standby-compute.template.json")))
                .contains("vsl-prod-standby:Export")
                .doesNotContain("vsl-prod-stores:", "vsl-prod-data:", "vsl-prod-log:");
        // A role's name is taken once in an account.
        assertThat(Template.fromStack(prod.standby().get(3))
                        .findResources("AWS::IAM::Role")
                        .values())
                .map(it -> String.valueOf(((Map<?, ?>) it.get("Properties")).get("RoleName")))
                .contains("vsl-prod-standby-generate")
                .allMatch(it -> it.startsWith("vsl-prod-standby-"));
        assertThat(resources(prod.standby().get(1)).values())
                .map(it -> it.get("Type"))
                .contains("AWS::ElastiCache::ReplicationGroup");
    }

    /** Outputs and nothing else, and by a role that does just that. */
    @Test
    void mediaAreCopiedToTheStandbyRegion() {
        Template stores = Template.fromStack(Synth.deploy(
                        Settings.of("prod", "main", "eu-west-1", false),
                        out.resolve("copied").toString())
                .stores());
        stores.hasResourceProperties(
                "AWS::S3::Bucket",
                Map.of(
                        "ReplicationConfiguration",
                        Map.of(
                                "Role",
                                Match.anyValue(),
                                "Rules",
                                List.of(copied("images/"), copied("videos/"), copied("audio/")))));
        List<Object> statements = stores.findResources("AWS::IAM::Policy").values().stream()
                .map(it -> at(it, "Properties.PolicyDocument.Statement"))
                .toList();
        assertThat(strings(statements))
                .filteredOn(it -> it.startsWith("s3:"))
                .containsExactlyInAnyOrder(
                        "s3:GetReplicationConfiguration",
                        "s3:ListBucket",
                        "s3:GetObjectVersionForReplication",
                        "s3:GetObjectVersionAcl",
                        "s3:GetObjectVersionTagging",
                        "s3:ReplicateObject",
                        "s3:ReplicateDelete",
                        "s3:ReplicateTags");
        assertThat(strings(statements))
                .filteredOn(it -> it.contains("*"))
                .allMatch(it -> it.matches(".*/(images|videos|audio)/\\*"));
        Template.fromStack(DEPLOYMENTS.get("prod").stores()).resourceCountIs("AWS::IAM::Role", 0);
    }

    private static Object copied(String prefix) {
        return Match.objectLike(Map.of(
                "Status",
                "Enabled",
                "Filter",
                Map.of("Prefix", prefix),
                "Destination",
                Match.objectLike(
                        Map.of("ReplicationTime", Map.of("Status", "Enabled", "Time", Map.of("Minutes", 15))))));
    }

    @Test
    void theDatabaseIsEncryptedBackedUpAndItsOwnersPasswordRotates() {
        DEPLOYMENTS.forEach((name, deployment) -> {
            Template data = Template.fromStack(deployment.data());
            data.hasResourceProperties(
                    "AWS::RDS::DBInstance",
                    Map.of(
                            "StorageEncrypted",
                            true,
                            "BackupRetentionPeriod",
                            7,
                            "DeletionProtection",
                            true,
                            "PubliclyAccessible",
                            false,
                            "EngineVersion",
                            "17",
                            "MultiAZ",
                            name.equals("prod")));
            data.hasResourceProperties(
                    "AWS::RDS::DBParameterGroup", Map.of("Parameters", Map.of("rds.force_ssl", "1")));
            data.hasResourceProperties(
                    "AWS::SecretsManager::RotationSchedule",
                    Map.of("RotationRules", Map.of("ScheduleExpression", "rate(30 days)")));
        });
    }

    @Test
    void theCacheIsEncryptedTakesATokenAndKeepsMarks() {
        DEPLOYMENTS.values().forEach(deployment -> {
            Template data = Template.fromStack(deployment.data());
            data.hasResourceProperties(
                    "AWS::ElastiCache::ReplicationGroup",
                    Map.of(
                            "TransitEncryptionEnabled",
                            true,
                            "AtRestEncryptionEnabled",
                            true,
                            "AuthToken",
                            Match.objectLike(Map.of(
                                    "Fn::Join", List.of("", Match.arrayWith(List.of("{{resolve:secretsmanager:")))))));
            data.hasResourceProperties(
                    "AWS::ElastiCache::ParameterGroup",
                    Map.of("Properties", Map.of("maxmemory-policy", "volatile-ttl")));
        });
    }

    /** ECS gives a task the secrets of its stages and the role may read no other. */
    @Test
    void aServiceHasTheSecretsOfItsStages() {
        DEPLOYMENTS.forEach((name, deployment) -> Stream.of(deployment.cluster(), deployment.compute())
                .forEach(stack -> services(name)
                        .filter(it -> it.stage().equals("setup") == (stack == deployment.cluster()))
                        .forEach(service -> {
                            List<String> wanted = service.secrets().stream()
                                    .map(it -> "/vsl/" + name + "/" + it)
                                    .sorted()
                                    .toList();
                            assertThat(parameters(task(stack, service.stage()).get("Secrets")))
                                    .isEqualTo(wanted);
                            assertThat(parameters(resources(stack).entrySet().stream()
                                            .filter(it ->
                                                    it.getValue().get("Type").equals("AWS::IAM::Policy")
                                                            && it.getKey()
                                                                    .startsWith(service.stage()
                                                                                    .replace("-", "") + "execution"))
                                            .toList()
                                            .get(0)
                                            .getValue()))
                                    .isEqualTo(wanted);
                        })));
    }

    private static List<String> parameters(Object of) {
        return strings(of).stream()
                .filter(it -> it.contains("/vsl/") || it.contains("parameter/vsl/"))
                .map(it -> it.substring(it.indexOf("/vsl/")))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void aTaskIsLockedUpAndHasTimeToDrain() {
        DEPLOYMENTS.forEach((name, deployment) -> Stream.of(deployment.cluster(), deployment.compute())
                .forEach(stack -> services(name)
                        .filter(it -> it.stage().equals("setup") == (stack == deployment.cluster()))
                        .map(it -> task(stack, it.stage()))
                        .forEach(task -> {
                            assertThat(task.get("ReadonlyRootFilesystem")).isEqualTo(true);
                            assertThat(task.get("User")).isEqualTo("vsl");
                            assertThat(task.get("StopTimeout")).isEqualTo(40);
                            assertThat(strings(task.get("LinuxParameters"))).containsExactly("ALL");
                            assertThat(strings(task.get("MountPoints"))).containsExactly("/tmp", "tmp");
                            assertThat(strings(task.get("HealthCheck")).toString())
                                    .contains("/health/ready");
                        })));
    }

    @Test
    void aDeploymentThatFailsIsTakenBack() {
        DEPLOYMENTS.forEach((name, deployment) -> {
            Template compute = Template.fromStack(deployment.compute());
            compute.resourceCountIs(
                    "AWS::ECS::Service", Settings.of(name).tasks().services().size());
            compute.allResourcesProperties(
                    "AWS::ECS::Service",
                    Map.of(
                            "DeploymentConfiguration",
                            Match.objectLike(
                                    Map.of("DeploymentCircuitBreaker", Map.of("Enable", true, "Rollback", true)))));
        });
    }

    @Test
    void prodScalesOnTheLagOfEachConsumingStage() {
        Template compute = Template.fromStack(DEPLOYMENTS.get("prod").compute());
        List<String> groups = strings(
                        compute.findResources("AWS::CloudWatch::Alarm").values())
                .stream()
                .filter(it -> it.startsWith("vsl."))
                .distinct()
                .toList();
        Roles.ALL.stream().filter(it -> !it.joins().isEmpty()).forEach(it -> assertThat(groups)
                .containsAll(it.worksOn().isEmpty() ? List.of() : List.of("vsl." + it.stage()))
                .containsAll(it.worksOn().stream().map("vsl."::concat).toList()));
    }

    @Test
    void whatIsNotMeantForUsersIsNotThereFromOutside() {
        DEPLOYMENTS.forEach((name, deployment) -> {
            Template edge = Template.fromStack(deployment.edge());
            edge.hasResourceProperties(
                    "AWS::ElasticLoadBalancingV2::Listener",
                    Map.of(
                            "Port",
                            443,
                            "DefaultActions",
                            List.of(Match.objectLike(
                                    Map.of("FixedResponseConfig", Match.objectLike(Map.of("StatusCode", "404")))))));
            edge.hasResourceProperties(
                    "AWS::ElasticLoadBalancingV2::Listener",
                    Map.of(
                            "Port",
                            80,
                            "DefaultActions",
                            List.of(Match.objectLike(
                                    Map.of("RedirectConfig", Match.objectLike(Map.of("Protocol", "HTTPS")))))));
            List<String> paths = strings(
                            edge.findResources("AWS::ElasticLoadBalancingV2::ListenerRule").values().stream()
                                    .map(it -> at(it, "Properties.Conditions"))
                                    .toList())
                    .stream()
                    .filter(it -> it.startsWith("/"))
                    .toList();
            assertThat(paths)
                    .containsExactlyInAnyOrder(
                            "/webhook/replicate",
                            "/generate-media*",
                            "/compilations",
                            "/uploads",
                            "/models",
                            "/openapi.json",
                            "/asyncapi.json",
                            "/schemas/*",
                            "/docs*",
                            "/status/*",
                            "/jobs",
                            "/jobs/*",
                            "/media/*",
                            "/usage",
                            "/batches/*",
                            "/webhook-endpoints",
                            "/webhook-endpoints/*",
                            "/webhook-deliveries",
                            "/webhook-deliveries/*",
                            "/webhooks/*");
        });
    }

    /** An Application Load Balancer refuses a rule with more. */
    @Test
    void noRuleHasMoreThanFivePaths() {
        DEPLOYMENTS.forEach((name, deployment) -> Template.fromStack(deployment.edge())
                .findResources("AWS::ElasticLoadBalancingV2::ListenerRule")
                .values()
                .forEach(rule -> assertThat(strings(at(rule, "Properties.Conditions")).stream()
                                .filter(it -> it.startsWith("/")))
                        .hasSizeBetween(1, 5)));
    }

    @Test
    void theFirewallStandsBeforeTheBalancerAndLogsNoKeys() {
        Template edge = Template.fromStack(DEPLOYMENTS.get("prod").edge());
        edge.resourceCountIs("AWS::WAFv2::WebACLAssociation", 1);
        assertThat(strings(
                        edge.findResources("AWS::WAFv2::LoggingConfiguration").values()))
                .contains("authorization", "x-api-key");
    }

    @Test
    void eachConsumingStageWakesSomebodyWhenItIsLateOrDropsARecord() {
        Template eyes = Template.fromStack(DEPLOYMENTS.get("prod").eyes());
        List<String> names = strings(eyes.findResources("AWS::CloudWatch::Alarm").values().stream()
                .map(it -> at(it, "Properties.AlarmName"))
                .toList());
        Roles.ALL.stream().filter(it -> !it.joins().isEmpty()).forEach(it -> assertThat(names)
                .contains(
                        "vsl-prod-eyes-late-" + it.stage(),
                        "vsl-prod-eyes-stage-holds-" + it.stage(),
                        "vsl-prod-eyes-dead-letters-" + it.stage()));
        assertThat(names)
                .contains("vsl-prod-eyes-stage-behind-store")
                .doesNotContain("vsl-prod-eyes-stage-behind-delay");
        eyes.allResourcesProperties("AWS::CloudWatch::Alarm", Map.of("AlarmActions", Match.anyValue()));
    }

    /** A test of the application holds the names of the list against what it writes. */
    @Test
    void eachAlertOfTheListHasItsAlarmsWithItsLimit() {
        Collection<Map<String, Object>> alarms = Template.fromStack(
                        DEPLOYMENTS.get("prod").eyes())
                .findResources("AWS::CloudWatch::Alarm")
                .values();
        assertThat(ListedAlerts.ALL).isNotEmpty().allSatisfy(alert -> assertThat(alarms)
                .filteredOn(
                        it -> at(it, "Properties.AlarmDescription").toString().contains(alert.says()))
                .as(alert.name())
                .isNotEmpty()
                .allSatisfy(it -> {
                    assertThat(((Number) at(it, "Properties.Threshold")).doubleValue())
                            .isEqualTo(alert.limit());
                    assertThat(at(it, "Properties.ComparisonOperator"))
                            .isEqualTo(alert.isAbove() ? "GreaterThanThreshold" : "LessThanThreshold");
                    assertThat(at(it, "Properties.AlarmDescription").toString())
                            .endsWith("docs/OPERATIONS.md#" + alert.runbook());
                    assertThat(it.toString()).contains(alert.of().metric());
                }));
    }

    /** CloudWatch refuses an alarm on more than ten metrics. */
    @Test
    void aShareIsThatOfTheWholeIfThatIsEnough() {
        Map<String, Object> webhooks = alarm("webhooks-fail");
        assertThat(strings(at(webhooks, "Properties.Metrics")))
                .contains("status", "closed", "taken", "SampleCount")
                .anyMatch(it -> it.matches("IF\\(\\(FILL\\(m0, 0\\) .*FILL\\(m8, 0\\)\\) >= 20, "
                        + "\\(FILL\\(m0, 0\\) .*FILL\\(m7, 0\\)\\) / \\(FILL\\(m0, 0\\) .*FILL\\(m8, 0\\)\\), 0\\)"));
        assertThat((List<?>) at(webhooks, "Properties.Metrics")).hasSizeLessThanOrEqualTo(10);
        assertThat(strings(at(alarm("model-fails"), "Properties.Metrics")))
                .contains("JobsFailed", "JobsCompleted", "Sum")
                .doesNotContain("modelId");
    }

    @Test
    void aMinuteWithoutALineKeepsNoAlarmFromGoingOff() {
        Map<String, Object> holds = alarm("stage-holds-store");
        assertThat(at(holds, "Properties.EvaluationPeriods")).isEqualTo(2);
        assertThat(at(holds, "Properties.DatapointsToAlarm")).isEqualTo(1);
        assertThat(at(holds, "Properties.Period")).isEqualTo(60);
        assertThat(at(holds, "Properties.Statistic")).isEqualTo("Maximum");
        assertThat(strings(at(holds, "Properties.Dimensions"))).contains("stage", "store", "deployment", "prod");
        assertThat(at(alarm("disk-nearly-full"), "Properties.Statistic")).isEqualTo("Minimum");
    }

    private static Map<String, Object> alarm(String name) {
        return Template.fromStack(DEPLOYMENTS.get("prod").eyes())
                .findResources("AWS::CloudWatch::Alarm")
                .values()
                .stream()
                .filter(it -> at(it, "Properties.AlarmName").equals("vsl-prod-eyes-" + name))
                .findFirst()
                .orElseThrow();
    }

    /** Else the page would be empty. */
    @Test
    void whatIsLookedAtIsWhatTheApplicationWrites() throws IOException {
        String counted = Files.readString(Path.of("../src/main/java/io/vsl/platform/metrics/JobMeters.java"));
        Template eyes = Template.fromStack(DEPLOYMENTS.get("prod").eyes());
        String page = strings(eyes.findResources("AWS::CloudWatch::Dashboard").values())
                .toString();
        for (String name : List.of("JobsStarted", "JobsCompleted", "JobsFailed", "ProcessingTime")) {
            assertThat(counted).contains("\"" + name + "\"");
            assertThat(page).contains("\"VSL/MediaGeneration\",\"" + name + "\",\"deployment\",\"prod\"");
        }
        assertThat(strings(task(DEPLOYMENTS.get("prod").compute(), "generate").get("Environment")))
                .containsSequence("VSL_CLOUDWATCH_METRICS", "true")
                .containsSequence("STAGE", "prod");
    }

    @Test
    void nobodySignsUpAndPasswordsAreStrong() {
        DEPLOYMENTS.forEach((name, deployment) -> {
            Template identity = Template.fromStack(deployment.identity());
            identity.hasResourceProperties(
                    "AWS::Cognito::UserPool",
                    Map.of(
                            "AdminCreateUserConfig", Map.of("AllowAdminCreateUserOnly", true),
                            "DeletionProtection", name.equals("dev") ? "INACTIVE" : "ACTIVE",
                            "MfaConfiguration", name.equals("dev") ? "OPTIONAL" : "ON",
                            "EnabledMfas", List.of("SOFTWARE_TOKEN_MFA"),
                            "Policies",
                                    Map.of(
                                            "PasswordPolicy",
                                            Match.objectLike(Map.of(
                                                    "MinimumLength",
                                                    14,
                                                    "RequireLowercase",
                                                    true,
                                                    "RequireUppercase",
                                                    true,
                                                    "RequireNumbers",
                                                    true,
                                                    "RequireSymbols",
                                                    true)))));
            identity.hasResourceProperties(
                    "AWS::Cognito::UserPoolClient",
                    Map.of(
                            "GenerateSecret",
                            false,
                            "ExplicitAuthFlows",
                            List.of("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"),
                            "PreventUserExistenceErrors",
                            "ENABLED"));
            identity.hasResourceProperties("AWS::Cognito::UserPoolGroup", Map.of("GroupName", "operators"));
        });
    }

    /** The stages whose routes ask, and no others. */
    @Test
    void whoAsksWhoCallsKnowsTheIssuer() throws IOException {
        for (String stage : Roles.ALL.stream()
                .map(StageRole::stage)
                .filter(it -> !it.equals("setup"))
                .toList()) {
            boolean asks = Files.readString(Path.of("../src/main/resources/routes/%s.camel.yaml".formatted(stage)))
                    .contains("authenticate");
            List<String> environment =
                    strings(task(DEPLOYMENTS.get("prod").compute(), stage).get("Environment"));
            assertThat(environment.contains("VSL_JWT_ISSUER")).as(stage).isEqualTo(asks);
            assertThat(environment.contains("VSL_JWT_AUDIENCE")).as(stage).isEqualTo(asks);
        }
        assertThat(Files.readString(Path.of("../src/main/resources/application.yaml")))
                .contains("operator-group: ${VSL_JWT_OPERATOR_GROUP:" + IdentityStack.OPERATORS + "}");
    }

    @Test
    void pagesThatMayReadMediaMayCall() {
        assertThat(strings(task(DEPLOYMENTS.get("dev").compute(), "all").get("Environment")))
                .containsSequence("VSL_ALLOWED_ORIGINS", "http://localhost:3000");
        assertThat(strings(task(DEPLOYMENTS.get("prod").compute(), "submit").get("Environment")))
                .containsSequence("VSL_ALLOWED_ORIGINS", "");
    }

    @Test
    void setupEndsBeforeItsRoutes() {
        assertThat(strings(task(DEPLOYMENTS.get("prod").cluster(), "setup").get("Environment")))
                .containsSequence("JDK_JAVA_OPTIONS", "-Dspring.context.exit=onRefresh")
                .containsSequence("VSL_STAGES", "setup");
    }

    private static Map<?, ?> task(software.amazon.awscdk.Stack stack, String service) {
        return resources(stack).values().stream()
                .filter(it -> it.get("Type").equals("AWS::ECS::TaskDefinition"))
                .map(it -> (Map<?, ?>) it.get("Properties"))
                .filter(it -> it.get("Family").toString().matches("vsl-[a-z]+-" + service))
                .map(it -> (Map<?, ?>) ((List<?>) it.get("ContainerDefinitions")).get(0))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> resources(software.amazon.awscdk.Stack stack) {
        return (Map<String, Map<String, Object>>)
                Template.fromStack(stack).toJSON().get("Resources");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> roles(Synth.Deployment deployment) {
        return resources(deployment.roles()).values().stream()
                .filter(it -> it.get("Type").equals("AWS::IAM::Role"))
                .map(it -> (Map<String, Object>) it.get("Properties"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> statements(Map<String, Object> role) {
        Map<String, Object> policy = ((List<Map<String, Object>>) role.get("Policies")).get(0);
        return (List<Map<String, Object>>) ((Map<String, Object>) policy.get("PolicyDocument")).get("Statement");
    }

    private static Object at(Map<?, ?> properties, String path) {
        Object found = properties;
        for (String name : path.split("\\.")) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
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
