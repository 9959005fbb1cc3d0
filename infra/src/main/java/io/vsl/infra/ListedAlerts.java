package io.vsl.infra;

import io.vsl.platform.alerts.Alert;
import io.vsl.platform.alerts.Alerts;
import io.vsl.platform.alerts.Selection;
import io.vsl.platform.alerts.Selection.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

/**
 * The alerts of {@code config/alerts.yaml}, by what the application writes for CloudWatch. An alarm is about one metric with
 * all its dimensions: so there is one for each stage, and for what has other tags one for all of them together.
 */
final class ListedAlerts {

    static final List<Alert> ALL = read();

    private static final String STAGE = "stage";

    private final String deployment;

    ListedAlerts(String deployment) {
        this.deployment = deployment;
    }

    /**
     * An alarm that is to be.
     *
     * @param metric  what is held against the alert's limit
     * @param periods of the metric, in which it must be beyond the limit
     * @param beyond  in how many of them it must be so: a process writes once a minute, and a minute may have none
     */
    record Listed(Alert alert, String name, String description, IMetric metric, int periods, int beyond) {}

    private static List<Alert> read() {
        try (InputStream list = ListedAlerts.class.getResourceAsStream("/alerts.yaml")) {
            return Alerts.read(new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<Listed> all() {
        return ALL.stream().flatMap(alert -> alert.by().contains(STAGE) ? byStage(alert) : Stream.of(one(alert)));
    }

    private Stream<Listed> byStage(Alert alert) {
        List<String> unless = alert.of().unless().getOrDefault(STAGE, List.of());
        return Roles.ALL.stream()
                .filter(role -> !role.joins().isEmpty() && !unless.contains(role.stage()))
                .map(role ->
                        listed(alert, name(alert) + "-" + role.stage(), metric(alert, Map.of(STAGE, role.stage()))));
    }

    private Listed one(Alert alert) {
        return listed(alert, name(alert), metric(alert, Map.of()));
    }

    private static String name(Alert alert) {
        return alert.name().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static Listed listed(Alert alert, String name, IMetric metric) {
        int periods = alert.of().kind() == Kind.GAUGE
                ? Math.max(1, (int) alert.lasting().toMinutes())
                : 1;
        return new Listed(
                alert,
                name,
                "%s: %s. docs/OPERATIONS.md#%s".formatted(alert.severity(), alert.says(), alert.runbook()),
                metric,
                periods,
                Math.max(1, periods - 1));
    }

    private IMetric metric(Alert alert, Map<String, String> tags) {
        Duration period = alert.of().kind() == Kind.GAUGE
                ? Duration.minutes(1)
                : Duration.minutes(alert.within().toMinutes());
        List<Metric> part = metrics(alert, alert.of(), tags, period);
        Selection rest = alert.rest();
        if (rest == null) {
            return part.size() == 1 ? part.get(0) : expression(sum(part), part, period);
        }
        List<Metric> all = new ArrayList<>(part);
        all.addAll(metrics(alert, rest, tags, period));
        String whole = sum(all);
        return expression("IF(%s >= %d, %s / %s, 0)".formatted(whole, alert.atLeast(), sum(part), whole), all, period);
    }

    /** One for each value that is meant; one for all where none is named. */
    private List<Metric> metrics(Alert alert, Selection of, Map<String, String> tags, Duration period) {
        String statistic =
                switch (of.kind()) {
                    case COUNTER -> "Sum";
                    case TIMER -> "SampleCount";
                    case GAUGE -> alert.isAbove() ? "Maximum" : "Minimum";
                };
        List<Map<String, String>> selected = of.where().entrySet().stream()
                .flatMap(tag -> tag.getValue().stream().map(value -> Map.of(tag.getKey(), value)))
                .toList();
        return (selected.isEmpty() ? List.of(Map.<String, String>of()) : selected)
                .stream()
                        .map(values -> {
                            Map<String, String> dimensions = new TreeMap<>(tags);
                            dimensions.putAll(values);
                            return EyesStack.ours(deployment, of.metric(), dimensions, statistic, period);
                        })
                        .toList();
    }

    private static String sum(List<Metric> metrics) {
        return IntStream.range(0, metrics.size())
                .mapToObj("FILL(m%d, 0)"::formatted)
                .collect(Collectors.joining(" + ", "(", ")"));
    }

    private static MathExpression expression(String expression, List<Metric> metrics, Duration period) {
        Map<String, IMetric> named = new TreeMap<>();
        metrics.forEach(metric -> named.put("m" + named.size(), metric));
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(named)
                .period(period)
                .build();
    }
}
