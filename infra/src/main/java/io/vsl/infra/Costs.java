package io.vsl.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a deployment costs in a month, in USD: what stands there, read from its templates, and what jobs add, from figures
 * for one job. The prices are in {@code prices.csv}.
 */
final class Costs {

    private static final double HOURS = 730;
    private static final double DAYS = 30;

    /** What of the templates costs nothing by itself, or only with each job. */
    private static final Set<String> NOT_STANDING = Set.of(
            "AWS::ApplicationAutoScaling::ScalableTarget",
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            "AWS::Budgets::Budget",
            "AWS::CDK::Metadata",
            "AWS::Cognito::UserPool",
            "AWS::Cognito::UserPoolClient",
            "AWS::Cognito::UserPoolGroup",
            "AWS::DynamoDB::Table",
            "AWS::EC2::FlowLog",
            "AWS::EC2::InternetGateway",
            "AWS::EC2::Route",
            "AWS::EC2::RouteTable",
            "AWS::EC2::SecurityGroup",
            "AWS::EC2::SecurityGroupEgress",
            "AWS::EC2::SecurityGroupIngress",
            "AWS::EC2::Subnet",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::EC2::VPC",
            "AWS::EC2::VPCGatewayAttachment",
            "AWS::ECR::Repository",
            "AWS::ECS::Cluster",
            "AWS::ECS::TaskDefinition",
            "AWS::ElastiCache::ParameterGroup",
            "AWS::ElastiCache::SubnetGroup",
            "AWS::ElasticLoadBalancingV2::Listener",
            "AWS::ElasticLoadBalancingV2::ListenerRule",
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::KMS::Alias",
            "AWS::Lambda::Function",
            "AWS::Logs::LogGroup",
            "AWS::MSK::Configuration",
            "AWS::RDS::DBParameterGroup",
            "AWS::RDS::DBSubnetGroup",
            "AWS::S3::Bucket",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::SecretsManager::ResourcePolicy",
            "AWS::SecretsManager::RotationSchedule",
            "AWS::SecretsManager::SecretTargetAttachment",
            "AWS::Serverless::Application",
            "AWS::WAFv2::LoggingConfiguration",
            "AWS::WAFv2::WebACLAssociation",
            "Custom::AWS");

    private final Map<String, Double> prices = new TreeMap<>();
    private final List<String> pages;

    Costs() {
        List<String[]> rows = rows();
        rows.forEach(row -> prices.put(row[0], Double.valueOf(row[1])));
        pages = rows.stream().map(row -> row[3]).distinct().sorted().toList();
    }

    private static List<String[]> rows() {
        try (InputStream file = Objects.requireNonNull(Costs.class.getResourceAsStream("/prices.csv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(it -> it.split(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages of AWS that the prices are from. */
    List<String> pages() {
        return pages;
    }

    private double price(String what) {
        Double price = prices.get(what);
        if (price == null) {
            throw new IllegalArgumentException("prices.csv has no price of " + what);
        }
        return price;
    }

    /**
     * What the templates of a folder cost in a month while nothing is done with them, by service.
     *
     * @throws IllegalArgumentException when there is something of which the price is not known
     */
    Map<String, Double> standing(Path folder) throws IOException {
        Map<String, Double> costs = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.template.json")) {
            for (Path file : files) {
                JsonNode resources = new ObjectMapper().readTree(file.toFile()).path("Resources");
                for (JsonNode resource : resources) {
                    String type = resource.path("Type").asText();
                    if (!NOT_STANDING.contains(type)) {
                        Map.Entry<String, Double> cost = cost(type, resource.path("Properties"), resources);
                        costs.merge(cost.getKey(), cost.getValue(), Double::sum);
                    }
                }
            }
        }
        return costs;
    }

    private Map.Entry<String, Double> cost(String type, JsonNode of, JsonNode all) {
        return switch (type) {
            case "AWS::ECS::Service" -> Map.entry("Fargate, at the least tasks", tasks(of, all));
            case "AWS::MSK::Cluster" ->
                Map.entry(
                        "MSK",
                        of.path("NumberOfBrokerNodes").asInt()
                                * (HOURS
                                                * price(of.at("/BrokerNodeGroupInfo/InstanceType")
                                                        .asText())
                                        + of.at("/BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize")
                                                        .asInt()
                                                * price("msk.storage")));
            case "AWS::RDS::DBInstance" ->
                Map.entry(
                        "RDS",
                        (of.path("MultiAZ").asBoolean() ? 2 : 1)
                                * (HOURS * price(of.path("DBInstanceClass").asText())
                                        + of.path("AllocatedStorage").asInt() * price("rds.storage")));
            case "AWS::ElastiCache::ReplicationGroup" ->
                Map.entry(
                        "ElastiCache",
                        of.path("NumCacheClusters").asInt()
                                * HOURS
                                * price(of.path("CacheNodeType").asText()));
            case "AWS::EC2::NatGateway" -> Map.entry("NAT and public addresses", HOURS * price("nat.hour"));
            case "AWS::EC2::EIP" -> Map.entry("NAT and public addresses", HOURS * price("ipv4"));
            case "AWS::EC2::VPCEndpoint" ->
                Map.entry("VPC endpoints", of.path("SubnetIds").size() * HOURS * price("endpoint"));
            case "AWS::ElasticLoadBalancingV2::LoadBalancer" ->
                Map.entry(
                        "Load balancer and WAF",
                        HOURS * (price("alb") + of.path("Subnets").size() * price("ipv4")));
            case "AWS::WAFv2::WebACL" ->
                Map.entry(
                        "Load balancer and WAF",
                        price("waf.acl") + of.path("Rules").size() * price("waf.rule"));
            case "AWS::KMS::Key" -> Map.entry("KMS and Secrets Manager", price("kms.key"));
            case "AWS::SecretsManager::Secret" -> Map.entry("KMS and Secrets Manager", price("secret"));
            case "AWS::CloudWatch::Alarm" ->
                Map.entry(
                        "CloudWatch",
                        price("alarm")
                                * Math.max(
                                        1,
                                        of.path("Metrics")
                                                .findValues("MetricStat")
                                                .size()));
            case "AWS::CloudWatch::Dashboard" -> Map.entry("CloudWatch", price("dashboard"));
            default -> throw new IllegalArgumentException(type + " has no price, and is not listed as free");
        };
    }

    private double tasks(JsonNode service, JsonNode all) {
        JsonNode task = all.path(service.at("/TaskDefinition/Ref").asText()).path("Properties");
        return service.path("DesiredCount").asInt()
                * HOURS
                * (task.path("Cpu").asInt() / 1024.0 * price("fargate.vcpu")
                        + task.path("Memory").asInt() / 1024.0 * price("fargate.gb"));
    }

    /**
     * A figure of one job.
     *
     * @param from where it is from
     */
    record PerJob(String what, double value, String unit, String from) {}

    private static final PerJob OUTPUT = new PerJob("output and thumbnail", 1.0, "MB", "assumed: an image");
    private static final PerJob PUTS = new PerJob("objects put into S3", 4, "", "`./vsl bench cost`");
    private static final PerJob GETS = new PerJob(
            "requests to S3 that read",
            3,
            "",
            "a look at the bucket for each poll, of one job or more; assumed: each file once");
    private static final PerJob KAFKA = new PerJob(
            "in Kafka, once", 0.0018, "MB", "`./vsl bench cost`, of 500 jobs at once; one by one they compress less");
    private static final PerJob READS =
            new PerJob("times that a byte is read from Kafka", 3, "", "a stage and up to three sinks");
    private static final PerJob WRITES = new PerJob(
            "write units of DynamoDB",
            24,
            "",
            "four events, an item of up to 2 kB in a table and two indexes; fewer when a poll has several events of a job");
    private static final PerJob ITEM =
            new PerJob("in DynamoDB for 7 days", 0.006, "MB", "2 kB in a table and two indexes");
    private static final PerJob LOGS = new PerJob("in logs", 0.004, "MB", "nine lines of some 400 bytes");
    private static final PerJob REQUESTS = new PerJob(
            "requests past the load balancer", 6, "", "assumed: the job, a webhook, four looks at the status");
    private static final PerJob POSTGRES = new PerJob(
            "in PostgreSQL", 0.010, "MB", "assumed: four events, the job and its attempt, with their indexes");

    static final List<PerJob> PER_JOB =
            List.of(OUTPUT, PUTS, GETS, KAFKA, READS, WRITES, ITEM, LOGS, REQUESTS, POSTGRES);

    /** What so many jobs a day add in a month, by what they add it for; the first month, as what is kept adds up. */
    Map<String, Double> added(double jobsPerDay) {
        double jobs = jobsPerDay * DAYS;
        Map<String, ToDoubleFunction<Double>> lines = new LinkedHashMap<>();
        lines.put("NAT: outputs fetched from Replicate", it -> it * OUTPUT.value() / 1e3 * price("nat.gb"));
        lines.put("S3: kept in the first month", it -> it * OUTPUT.value() / 1e3 / 2 * price("s3.storage"));
        lines.put("S3: requests", it -> it / 1e6 * (PUTS.value() * price("s3.puts") + GETS.value() * price("s3.gets")));
        lines.put("DynamoDB: writes", it -> it / 1e6 * WRITES.value() * price("dynamodb.writes"));
        lines.put("DynamoDB: kept for 7 days", it -> it / DAYS * 7 * ITEM.value() / 1e3 * price("dynamodb.storage"));
        lines.put(
                "Kafka: between zones", it -> it * KAFKA.value() / 1e3 * (1 + READS.value()) * 2 / 3 * price("zones"));
        lines.put("Logs", it -> it * LOGS.value() / 1e3 * price("logs"));
        lines.put(
                "Load balancer, in its units, and WAF",
                it -> it * REQUESTS.value() / 1e6 * price("waf.requests")
                        + it * REQUESTS.value() / DAYS / 86_400 / 25 * HOURS * price("alb.lcu"));
        Map<String, Double> added = new LinkedHashMap<>();
        lines.forEach((what, cost) -> added.put(what, cost.applyAsDouble(jobs)));
        return added;
    }

    /** @param folders of the templates, by deployment */
    String markdown(Map<String, Path> folders) throws IOException {
        Map<String, Map<String, Double>> standing = new LinkedHashMap<>();
        for (Map.Entry<String, Path> folder : folders.entrySet()) {
            standing.put(folder.getKey(), standing(folder.getValue()));
        }
        List<String> services = standing.values().stream()
                .flatMap(it -> it.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<String> rows = new ArrayList<>();
        for (String service : services) {
            rows.add(row(service, standing.values().stream().map(it -> usd(it.getOrDefault(service, 0.0)))));
        }
        rows.add(row("**together**", standing.values().stream().map(it -> "**" + usd(sum(it)) + "**")));
        Map<String, Double> few = added(1_000);
        Map<String, Double> many = added(1_000_000);
        String added = few.entrySet().stream()
                .map(it -> row(it.getKey(), Stream.of(usd(it.getValue()), usd(many.getOrDefault(it.getKey(), 0.0)))))
                .collect(Collectors.joining("\n"));
        Settings prod = Settings.of("prod");
        return template()
                .formatted(
                        row("", folders.keySet().stream()) + "\n"
                                + row("---", folders.keySet().stream().map(it -> "---:")),
                        String.join("\n", rows),
                        added,
                        usd(sum(few)),
                        usd(sum(many)),
                        PER_JOB.stream()
                                .map(it -> row(
                                        it.what(),
                                        Stream.of((number(it.value()) + " " + it.unit()).strip(), it.from())))
                                .collect(Collectors.joining("\n")),
                        OUTPUT.value() * DAYS,
                        OUTPUT.value() * DAYS * price("s3.storage") * 1e3,
                        KAFKA.value() * 1e3,
                        prod.kafka().gigabytes(),
                        prod.kafka().gigabytes() / (KAFKA.value() * 1e3),
                        POSTGRES.value() * 1e3,
                        prod.database().gigabytes(),
                        prod.database().gigabytes() * 4,
                        prod.database().gigabytes() * 4 / (POSTGRES.value() * 1e3),
                        String.join(", ", pages));
    }

    private static String template() throws IOException {
        try (InputStream file = Objects.requireNonNull(Costs.class.getResourceAsStream("/costs.md"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double sum(Map<String, Double> costs) {
        return costs.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String row(String first, Stream<String> rest) {
        return "| " + first + " | " + rest.collect(Collectors.joining(" | ")) + " |";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Whole dollars; below ten, with cents. */
    private static String usd(double cost) {
        return String.format(Locale.ROOT, cost < 10 ? "%.2f" : "%,.0f", cost);
    }
}
