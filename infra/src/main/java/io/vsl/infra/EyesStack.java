package io.vsl.infra;

import io.vsl.platform.topology.DelayTier;
import io.vsl.platform.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmWidget;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** What wakes somebody: one alarm for each thing that needs a person, to one address, and all of them on one page. */
final class EyesStack extends Stack {

    /** That the records of a stage may wait, in seconds; Replicate keeps outputs for an hour. */
    private static final int LATE = 600;

    private static final Duration FIVE_MINUTES = Duration.minutes(5);

    private final Topic topic;
    private final List<IWidget> widgets = new ArrayList<>();

    EyesStack(Construct scope, Settings settings, DataStack data, LogStack log, Stores stores, EdgeStack edge) {
        super(scope, settings.name("eyes"));
        String address = CfnParameter.Builder.create(this, "AlarmEmail")
                .type("String")
                .description("Who is told of alarms and of the budget")
                .allowedPattern("[^@\\s]+@[^@\\s]+")
                .build()
                .getValueAsString();
        topic = Topic.Builder.create(this, "Alarms")
                .topicName(settings.name("alarms"))
                .masterKey(data.key)
                .enforceSsl(true)
                .build();
        topic.addSubscription(new EmailSubscription(address));
        data.key.grantEncryptDecrypt(new ServicePrincipal("cloudwatch.amazonaws.com"));
        for (StageRole role : Roles.ALL) {
            late(log, role);
        }
        new ListedAlerts(settings.deployment()).all().forEach(this::alarm);
        alarm(
                "edge-5xx",
                "The balancer or what is behind it answers 5xx",
                sum(
                        "a+b",
                        Map.of(
                                "a", edge.balancer.getMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT),
                                "b", edge.balancer.getMetrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT))),
                10,
                true);
        edge.targets.forEach((service, target) -> alarm(
                "unhealthy-" + service,
                "Tasks of the service are not ready",
                target.getMetrics().unhealthyHostCount(),
                1,
                true));
        alarm("postgres-disk", "Bytes free", data.database.metricFreeStorageSpace(), 2e9, false);
        alarm("postgres-cpu", "Per cent", data.database.metricCPUUtilization(), 90, true);
        alarm(
                "redis-memory",
                "Per cent of what marks of ended jobs may take",
                Metric.Builder.create()
                        .namespace("AWS/ElastiCache")
                        .metricName("DatabaseMemoryUsagePercentage")
                        .dimensionsMap(Map.of("ReplicationGroupId", settings.name("redis")))
                        .statistic("Maximum")
                        .build(),
                80,
                true);
        alarm(
                "dynamodb-throttled",
                "Requests",
                Metric.Builder.create()
                        .namespace("AWS/DynamoDB")
                        .metricName("WriteThrottleEvents")
                        .dimensionsMap(Map.of("TableName", stores.table().getTableName()))
                        .statistic("Sum")
                        .build(),
                10,
                true);
        Dashboard.Builder.create(this, "Page")
                .dashboardName(settings.name("alarms"))
                .widgets(Stream.concat(Stream.of(jobs(settings)), rows().stream())
                        .toList())
                .build();
        budget(settings, address);
    }

    /** By the estimate of MSK, which it makes for provisioned clusters alone. */
    private void late(LogStack log, StageRole role) {
        Map<String, IMetric> topics = new TreeMap<>();
        // What waits for two minutes at most waits for longer when nobody brings it back.
        for (String name : role.stage().equals(Topology.DELAY) ? shortDelays() : role.worksOn()) {
            topics.put(
                    "m" + topics.size(),
                    Metric.Builder.create()
                            .namespace("AWS/Kafka")
                            .metricName("EstimatedMaxTimeLag")
                            .dimensionsMap(Map.of(
                                    "Cluster Name",
                                    log.clusterName,
                                    "Consumer Group",
                                    RolesStack.PREFIX + role.stage(),
                                    "Topic",
                                    RolesStack.PREFIX + name))
                            .statistic("Maximum")
                            .build());
        }
        if (!topics.isEmpty()) {
            alarm(
                    "late-" + role.stage(),
                    "Seconds until the stage's oldest record would be worked on",
                    sum("MAX([%s])".formatted(String.join(",", topics.keySet())), topics),
                    LATE,
                    true);
        }
    }

    private static List<String> shortDelays() {
        return DelayTier.ALL.stream()
                .filter(tier -> tier.length().toSeconds() < LATE / 2)
                .map(DelayTier::topic)
                .toList();
    }

    private List<IWidget> jobs(Settings settings) {
        return List.of(
                GraphWidget.Builder.create()
                        .title("Jobs")
                        .width(12)
                        .left(Stream.of("JobsStarted", "JobsCompleted", "JobsFailed")
                                .map(it -> ours(settings.deployment(), it, Map.of(), "Sum", FIVE_MINUTES))
                                .toList())
                        .build(),
                GraphWidget.Builder.create()
                        .title("Seconds from request to result")
                        .width(12)
                        .left(Stream.of("p50", "p95")
                                .map(it -> ours(settings.deployment(), "ProcessingTime", Map.of(), it, FIVE_MINUTES))
                                .toList())
                        .build());
    }

    /** What the application writes of itself. */
    static Metric ours(String deployment, String name, Map<String, String> tags, String statistic, Duration period) {
        Map<String, String> dimensions = new TreeMap<>(tags);
        dimensions.put("deployment", deployment);
        return Metric.Builder.create()
                .namespace("VSL/MediaGeneration")
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .period(period)
                .build();
    }

    private static MathExpression sum(String expression, Map<String, IMetric> metrics) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(metrics)
                .period(Duration.minutes(5))
                .build();
    }

    private void alarm(ListedAlerts.Listed listed) {
        alarm(
                listed.name(),
                listed.description(),
                listed.metric(),
                listed.alert().limit(),
                listed.alert().isAbove(),
                listed.periods(),
                listed.beyond());
    }

    /** @param above whether more than the threshold is bad, or less */
    private void alarm(String name, String description, IMetric metric, double threshold, boolean above) {
        alarm(name, description, metric, threshold, above, 1, 1);
    }

    private void alarm(
            String name, String description, IMetric metric, double threshold, boolean above, int periods, int beyond) {
        Alarm alarm = Alarm.Builder.create(this, name)
                .alarmName(getStackName() + "-" + name)
                .alarmDescription(description)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(
                        above ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD)
                .evaluationPeriods(periods)
                .datapointsToAlarm(beyond)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(new SnsAction(topic));
        widgets.add(AlarmWidget.Builder.create()
                .title(name)
                .alarm(alarm)
                .width(8)
                .height(5)
                .build());
    }

    private List<List<IWidget>> rows() {
        List<List<IWidget>> rows = new ArrayList<>();
        for (int i = 0; i < widgets.size(); i += 3) {
            rows.add(widgets.subList(i, Math.min(widgets.size(), i + 3)));
        }
        return rows;
    }

    /** Of the account, as costs can't be told apart before their tags are switched on. */
    private void budget(Settings settings, String address) {
        CfnBudget.Builder.create(this, "Budget")
                .budget(CfnBudget.BudgetDataProperty.builder()
                        .budgetName(settings.name("month"))
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(CfnBudget.SpendProperty.builder()
                                .amount(settings.budget())
                                .unit("USD")
                                .build())
                        .build())
                .notificationsWithSubscribers(List.of(80, 100).stream()
                        .map(percent -> CfnBudget.NotificationWithSubscribersProperty.builder()
                                .notification(CfnBudget.NotificationProperty.builder()
                                        .comparisonOperator("GREATER_THAN")
                                        .notificationType("ACTUAL")
                                        .threshold(percent)
                                        .thresholdType("PERCENTAGE")
                                        .build())
                                .subscribers(List.of(CfnBudget.SubscriberProperty.builder()
                                        .subscriptionType("EMAIL")
                                        .address(address)
                                        .build()))
                                .build())
                        .toList())
                .build();
    }
}
