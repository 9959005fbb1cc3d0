package io.vsl.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.alerts.Alert;
import io.vsl.platform.alerts.Alerts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files that follow from the list of alerts. */
final class AlertFiles {

    static final Path RULES = Path.of("config", "prometheus-alerts.yaml");

    static final Path DASHBOARD = Path.of("config", "grafana-dashboard.json");

    private static final Path OPERATIONS = Path.of("docs", "OPERATIONS.md");

    private static final Pattern TABLE =
            Pattern.compile("(<!-- alerts, written by \\./vsl tables -->\n)(?s:.*?)(<!-- end of alerts -->)");

    private AlertFiles() {}

    static List<Alert> alerts() {
        try {
            return Alerts.read(Files.readString(Path.of("config", "alerts.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the panels of the dashboard ask for. */
    static List<String> panels() {
        try {
            return new ObjectMapper().readTree(DASHBOARD.toFile()).findValuesAsText("expr");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each file with what it is to say. */
    static Map<Path, String> all() {
        return Map.of(RULES, rules(), DASHBOARD, dashboard(), OPERATIONS, operations());
    }

    private static String operations() {
        String text;
        try {
            text = Files.readString(OPERATIONS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String table = alerts().stream()
                .map(alert -> "| [%s](#%s) | %s | %s | %s |\n"
                        .formatted(alert.name(), alert.runbook(), alert.says(), severity(alert), when(alert)))
                .collect(Collectors.joining("", "| alert | means | | when |\n| --- | --- | --- | --- |\n", ""));
        return TABLE.matcher(text).replaceFirst("$1" + Matcher.quoteReplacement(table) + "$2");
    }

    private static String when(Alert alert) {
        boolean isGauge = alert.within().isZero();
        String values = alert.of().where().values().stream()
                .map(some -> " " + String.join(", ", some))
                .collect(Collectors.joining());
        return "`%s`%s%s %s %s%s%s%s%s"
                .formatted(
                        alert.of().metric(),
                        values,
                        alert.by().isEmpty() ? "" : " by " + String.join(", ", alert.by()),
                        alert.isAbove() ? "above" : "below",
                        PromQl.number(alert.limit()),
                        alert.unit().equals("seconds") ? " s" : "",
                        alert.rest() == null ? "" : " of %d or more".formatted(alert.atLeast()),
                        isGauge ? "" : " within " + PromQl.minutes(alert.within()),
                        alert.lasting().isZero() ? "" : ", for " + PromQl.minutes(alert.lasting()));
    }

    private static String severity(Alert alert) {
        return alert.severity().name().toLowerCase(Locale.ROOT);
    }

    private static String rules() {
        return """
                # Prometheus' alerting rules. Made of alerts.yaml: "./vsl tables" writes this file anew.

                groups:
                  - name: vsl
                    rules:
                """ + alerts().stream().map(AlertFiles::rule).collect(Collectors.joining("\n"));
    }

    private static String rule(Alert alert) {
        String subject = alert.by().stream()
                .map(tag -> "%s {{ $labels.%s }}: ".formatted(tag, tag))
                .collect(Collectors.joining());
        List<String> lines = new ArrayList<>();
        lines.add("- alert: " + alert.name());
        lines.add("  expr: " + quoted(PromQl.condition(alert)));
        if (!alert.lasting().isZero()) {
            lines.add("  for: " + PromQl.minutes(alert.lasting()));
        }
        lines.add("  labels: {severity: %s}".formatted(severity(alert)));
        lines.add("  annotations:");
        lines.add("    summary: " + quoted(subject + alert.says()));
        lines.add("    runbook: docs/OPERATIONS.md#" + alert.runbook());
        return String.join("\n", lines).indent(6);
    }

    private static String quoted(String text) {
        return "'%s'".formatted(text.replace("'", "''"));
    }

    private static String dashboard() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(GrafanaDashboard.of(alerts())) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
