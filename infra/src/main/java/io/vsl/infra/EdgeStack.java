package io.vsl.infra;

import io.vsl.platform.topology.StageSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.elasticloadbalancingv2.AddApplicationTargetGroupsProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.FixedResponseOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCondition;
import software.amazon.awscdk.services.elasticloadbalancingv2.RedirectOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/**
 * The one way in: users' requests and Replicate's webhooks, over TLS, past a firewall. What no stage serves, or
 * operators alone, is not there from outside: {@code /admin}, {@code /metrics}, {@code /health}.
 */
final class EdgeStack extends Stack {

    /** What operators call, from inside. */
    private static final String OPERATORS = "/admin/";

    /** Which stage answers what. */
    static final Map<String, List<String>> PATHS = paths();

    /** More the load balancer does not take. */
    private static final int PATHS_OF_RULE = 5;

    /** Requests of one address in five minutes. Replicate's webhooks come from few addresses and don't count. */
    private static final int REQUESTS_PER_ADDRESS = 2_000;

    /** Rules of the common group that a prompt, free text, would break; they count only. */
    private static final List<String> OF_FREE_TEXT = List.of(
            "SizeRestrictions_BODY",
            "CrossSiteScripting_BODY",
            "GenericLFI_BODY",
            "GenericRFI_BODY",
            "EC2MetaDataSSRF_BODY");

    final ApplicationLoadBalancer balancer;
    /** By the name of the service. */
    final Map<String, ApplicationTargetGroup> targets = new LinkedHashMap<>();

    EdgeStack(Construct scope, Settings settings, DeploymentRegion place, NetworkStack network) {
        super(scope, settings.name(place.name("edge")), place.props());
        RemovalPolicy removal = settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        String certificate = CfnParameter.Builder.create(this, "CertificateArn")
                .type("String")
                .description("Of the load balancer's name, in ACM")
                .allowedPattern("arn:[\\w-]+:acm:.+")
                .build()
                .getValueAsString();
        network.balancer.addIngressRule(Peer.anyIpv4(), Port.tcp(443));
        network.balancer.addIngressRule(Peer.anyIpv4(), Port.tcp(80));
        Synth.suppress(network.balancer, "AwsSolutions-EC23", "It serves everybody");
        balancer = ApplicationLoadBalancer.Builder.create(this, "Balancer")
                .loadBalancerName(settings.name("edge"))
                .vpc(network.vpc)
                .vpcSubnets(
                        SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
                .securityGroup(network.balancer)
                .internetFacing(true)
                .dropInvalidHeaderFields(true)
                .deletionProtection(settings.keep())
                // Longer than an answer takes; below the application's own.
                .idleTimeout(Duration.seconds(30))
                .build();
        log(removal);
        balancer.addListener(
                "Plain",
                BaseApplicationListenerProps.builder()
                        .port(80)
                        .open(false)
                        .defaultAction(ListenerAction.redirect(RedirectOptions.builder()
                                .protocol("HTTPS")
                                .port("443")
                                .permanent(true)
                                .build()))
                        .build());
        ApplicationListener listener = balancer.addListener(
                "Tls",
                BaseApplicationListenerProps.builder()
                        .port(443)
                        .open(false)
                        .certificates(List.of(ListenerCertificate.fromArn(certificate)))
                        .sslPolicy(SslPolicy.RECOMMENDED_TLS)
                        .defaultAction(ListenerAction.fixedResponse(
                                404,
                                FixedResponseOptions.builder()
                                        .contentType("application/json")
                                        .messageBody("{\"title\":\"Not Found\",\"status\":404}")
                                        .build()))
                        .build());
        PATHS.forEach((stage, paths) -> {
            for (int i = 0; i * PATHS_OF_RULE < paths.size(); i++) {
                listener.addTargetGroups(
                        "To-" + stage + (i == 0 ? "" : "-" + (i + 1)),
                        AddApplicationTargetGroupsProps.builder()
                                .priority(10 * (1 + List.copyOf(PATHS.keySet()).indexOf(stage)) + i)
                                .conditions(List.of(ListenerCondition.pathPatterns(paths.subList(
                                        i * PATHS_OF_RULE, Math.min((i + 1) * PATHS_OF_RULE, paths.size())))))
                                .targetGroups(List.of(
                                        targets.computeIfAbsent(settings.serviceOf(stage), it -> target(it, network))))
                                .build());
            }
        });
        CfnWebACL firewall = firewall(settings);
        CfnWebACLAssociation.Builder.create(this, "FirewallOfBalancer")
                .resourceArn(balancer.getLoadBalancerArn())
                .webAclArn(firewall.getAttrArn())
                .build();
        LogGroup blocked = LogGroup.Builder.create(this, "FirewallLog")
                .logGroupName("aws-waf-logs-" + settings.name("edge"))
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(removal)
                .build();
        CfnLoggingConfiguration.Builder.create(this, "FirewallLogging")
                .resourceArn(firewall.getAttrArn())
                .logDestinationConfigs(List.of(formatArn(ArnComponents.builder()
                        .service("logs")
                        .resource("log-group")
                        .resourceName(blocked.getLogGroupName())
                        .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                        .build())))
                .redactedFields(List.of(header("authorization"), header("x-api-key")))
                .build();
    }

    private static Map<String, List<String>> paths() {
        // In an order that another stage changes little: a rule's priority follows from it.
        Map<String, List<String>> paths = new TreeMap<>(Comparator.reverseOrder());
        for (StageSpec stage : Roles.TOPOLOGY.stages()) {
            List<String> served = stage.runs().serves().stream()
                    .filter(it -> !it.startsWith(OPERATORS))
                    .toList();
            if (!served.isEmpty()) {
                paths.put(stage.name(), served);
            }
        }
        return paths;
    }

    /** Not by the CDK's own way, which needs to know the region. */
    private void log(RemovalPolicy removal) {
        Bucket logs = Bucket.Builder.create(this, "AccessLogs")
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .lifecycleRules(List.of(
                        LifecycleRule.builder().expiration(Duration.days(90)).build()))
                .removalPolicy(removal)
                .build();
        logs.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("logdelivery.elasticloadbalancing.amazonaws.com")))
                .actions(List.of("s3:PutObject"))
                .resources(List.of(logs.arnForObjects("AWSLogs/" + getAccount() + "/*")))
                .build());
        balancer.setAttribute("access_logs.s3.enabled", "true");
        balancer.setAttribute("access_logs.s3.bucket", logs.getBucketName());
        balancer.getNode().addDependency(logs);
        Synth.suppress(logs, "AwsSolutions-S1", "It holds access logs itself");
    }

    private ApplicationTargetGroup target(String service, NetworkStack network) {
        return ApplicationTargetGroup.Builder.create(this, "Of-" + service)
                .vpc(network.vpc)
                .targetType(TargetType.IP)
                .protocol(ApplicationProtocol.HTTP)
                .port(NetworkStack.STAGE_PORT)
                .deregistrationDelay(Duration.seconds(30))
                .healthCheck(HealthCheck.builder()
                        .path("/health/ready")
                        .interval(Duration.seconds(10))
                        .timeout(Duration.seconds(5))
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(3)
                        .build())
                .build();
    }

    private CfnWebACL firewall(Settings settings) {
        List<CfnWebACL.RuleProperty> rules = new ArrayList<>();
        rules.add(managed("AWSManagedRulesCommonRuleSet", 0, OF_FREE_TEXT));
        rules.add(managed("AWSManagedRulesKnownBadInputsRuleSet", 1, List.of()));
        rules.add(CfnWebACL.RuleProperty.builder()
                .name("per-address")
                .priority(2)
                .action(CfnWebACL.RuleActionProperty.builder()
                        .block(CfnWebACL.BlockActionProperty.builder().build())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .rateBasedStatement(CfnWebACL.RateBasedStatementProperty.builder()
                                .aggregateKeyType("IP")
                                .limit(REQUESTS_PER_ADDRESS)
                                .scopeDownStatement(CfnWebACL.StatementProperty.builder()
                                        .notStatement(CfnWebACL.NotStatementProperty.builder()
                                                .statement(CfnWebACL.StatementProperty.builder()
                                                        .byteMatchStatement(webhooks())
                                                        .build())
                                                .build())
                                        .build())
                                .build())
                        .build())
                .visibilityConfig(seen("per-address"))
                .build());
        return CfnWebACL.Builder.create(this, "Firewall")
                .name(settings.name("edge"))
                .scope("REGIONAL")
                .defaultAction(CfnWebACL.DefaultActionProperty.builder()
                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                        .build())
                .rules(rules)
                .visibilityConfig(seen("edge"))
                .build();
    }

    private static CfnWebACL.ByteMatchStatementProperty webhooks() {
        return CfnWebACL.ByteMatchStatementProperty.builder()
                .fieldToMatch(CfnWebACL.FieldToMatchProperty.builder()
                        .uriPath(Map.of())
                        .build())
                .positionalConstraint("STARTS_WITH")
                .searchString(Objects.requireNonNull(PATHS.get("webhook")).get(0))
                .textTransformations(List.of(CfnWebACL.TextTransformationProperty.builder()
                        .priority(0)
                        .type("NONE")
                        .build()))
                .build();
    }

    private static CfnWebACL.RuleProperty managed(String name, int priority, List<String> counted) {
        return CfnWebACL.RuleProperty.builder()
                .name(name)
                .priority(priority)
                .overrideAction(CfnWebACL.OverrideActionProperty.builder()
                        .none(Map.of())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .managedRuleGroupStatement(CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                                .vendorName("AWS")
                                .name(name)
                                .ruleActionOverrides(counted.stream()
                                        .map(rule -> CfnWebACL.RuleActionOverrideProperty.builder()
                                                .name(rule)
                                                .actionToUse(CfnWebACL.RuleActionProperty.builder()
                                                        .count(CfnWebACL.CountActionProperty.builder()
                                                                .build())
                                                        .build())
                                                .build())
                                        .toList())
                                .build())
                        .build())
                .visibilityConfig(seen(name))
                .build();
    }

    private static CfnWebACL.VisibilityConfigProperty seen(String name) {
        return CfnWebACL.VisibilityConfigProperty.builder()
                .metricName(name)
                .cloudWatchMetricsEnabled(true)
                .sampledRequestsEnabled(false)
                .build();
    }

    private static CfnLoggingConfiguration.FieldToMatchProperty header(String name) {
        return CfnLoggingConfiguration.FieldToMatchProperty.builder()
                .singleHeader(Map.of("Name", name))
                .build();
    }
}
