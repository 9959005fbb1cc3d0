package io.vsl.alerts;

import io.vsl.platform.alerts.Alert;
import io.vsl.platform.alerts.Selection;
import io.vsl.platform.alerts.Selection.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An alert in Prometheus' language. */
final class PromQl {

    private static final Pattern METRIC =
            Pattern.compile("\\b((?:vsl|Jobs(?:Started|Completed|Failed|Cancelled)|ProcessingTime)_\\w+)");

    private PromQl() {}

    /** When the alert fires. */
    static String condition(Alert alert) {
        String condition = "%s %s %s".formatted(value(alert), alert.isAbove() ? ">" : "<", number(alert.limit()));
        return alert.rest() == null ? condition : condition + " and %s >= %d".formatted(whole(alert), alert.atLeast());
    }

    /** What is held against the limit. */
    static String value(Alert alert) {
        if (alert.of().kind() == Kind.GAUGE) {
            return "%s (%s)".formatted(by(alert.isAbove() ? "max" : "min", alert), series(alert.of()));
        }
        String part = sum(alert, rise(alert.of(), alert.within()));
        return alert.rest() == null ? part : part + " / " + whole(alert);
    }

    private static String whole(Alert alert) {
        Selection rest = alert.rest();
        return rest == null ? "" : sum(alert, rise(alert.of(), alert.within()) + " or " + rise(rest, alert.within()));
    }

    private static String sum(Alert alert, String series) {
        return "%s (%s)".formatted(by("sum", alert), series);
    }

    private static String by(String aggregate, Alert alert) {
        return alert.by().isEmpty() ? aggregate : "%s by (%s)".formatted(aggregate, String.join(", ", alert.by()));
    }

    /** A count that was not there at all has grown from nothing, which increase() alone does not see. */
    private static String rise(Selection of, Duration within) {
        String window = minutes(within);
        String series = series(of);
        return "(%s unless %s offset %s) or increase(%s[%s])".formatted(series, series, window, series, window);
    }

    static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    static String minutes(Duration time) {
        return time.toMinutes() + "m";
    }

    private static String series(Selection of) {
        String labels = Stream.concat(
                        of.where().entrySet().stream().map(tag -> label(tag, "=")),
                        of.unless().entrySet().stream().map(tag -> label(tag, "!")))
                .sorted()
                .collect(Collectors.joining(","));
        return labels.isEmpty() ? name(of) : "%s{%s}".formatted(name(of), labels);
    }

    private static String label(Map.Entry<String, List<String>> tag, String sign) {
        List<String> values = tag.getValue();
        String operator = values.size() > 1 ? sign + "~" : sign.equals("=") ? "=" : "!=";
        return "%s%s\"%s\"".formatted(tag.getKey(), operator, String.join("|", values));
    }

    /** As the endpoint has it. */
    private static String name(Selection of) {
        String name = of.metric().replaceAll("[.-]", "_");
        return switch (of.kind()) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds_count";
            case GAUGE -> name;
        };
    }

    /** The metrics that an expression names. */
    static Set<String> metrics(String expression) {
        return METRIC.matcher(expression)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
