package io.vsl.alerts;

import io.vsl.platform.alerts.Alert;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page for Grafana: how many jobs end how, how long they take, and a panel for each alert with its limit. */
final class GrafanaDashboard {

    private static final int WIDTH = 12;

    private static final int HEIGHT = 8;

    private static final Map<String, String> SOURCE = Map.of("type", "prometheus", "uid", "${datasource}");

    private GrafanaDashboard() {}

    private record Line(String expression, String legend) {}

    /** @param red from which value on, or below which; null for none */
    private record Panel(
            String title,
            String says,
            String unit,
            List<Line> lines,
            @Nullable Double red,
            boolean isRedAbove) {}

    static Map<String, Object> of(List<Alert> alerts) {
        List<Panel> panels = new ArrayList<>(List.of(
                new Panel(
                        "Jobs a minute, by outcome",
                        "How many jobs start, and how they end",
                        "short",
                        List.of(
                                jobs("JobsStarted", "started"),
                                jobs("JobsCompleted", "completed"),
                                jobs("JobsFailed", "failed"),
                                jobs("JobsCancelled", "cancelled")),
                        null,
                        true),
                new Panel(
                        "Processing time, by model",
                        "From the request to the result, of completed jobs: half take no longer, and 95 of 100",
                        "s",
                        List.of(processingTime("0.5", "p50"), processingTime("0.95", "p95")),
                        null,
                        true)));
        alerts.stream().map(GrafanaDashboard::panel).forEach(panels::add);
        List<Map<String, Object>> written = new ArrayList<>();
        for (int i = 0; i < panels.size(); i++) {
            written.add(written(panels.get(i), i));
        }
        return page(written);
    }

    private static Map<String, Object> page(List<Map<String, Object>> panels) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("uid", "vsl");
        page.put("title", "VSL");
        page.put("description", "Made of config/alerts.yaml: ./vsl tables writes it anew");
        page.put("schemaVersion", 39);
        page.put("editable", true);
        page.put("refresh", "1m");
        page.put("time", ordered("from", "now-6h", "to", "now"));
        page.put(
                "templating",
                Map.of(
                        "list",
                        List.of(ordered(
                                "name",
                                "datasource",
                                "label",
                                "Prometheus",
                                "type",
                                "datasource",
                                "query",
                                "prometheus"))));
        page.put("panels", panels);
        return page;
    }

    private static Line jobs(String metric, String legend) {
        return new Line("60 * sum (rate(%s_total[5m]))".formatted(metric), legend);
    }

    private static Line processingTime(String share, String legend) {
        return new Line(
                "histogram_quantile(%s, sum by (modelId, le) (rate(ProcessingTime_seconds_bucket[15m])))"
                        .formatted(share),
                legend + " {{modelId}}");
    }

    private static Panel panel(Alert alert) {
        String legend = alert.by().isEmpty() ? alert.name() : "{{" + String.join("}} {{", alert.by()) + "}}";
        String unit =
                switch (alert.unit()) {
                    case "seconds" -> "s";
                    case "share" -> "percentunit";
                    default -> "short";
                };
        return new Panel(
                alert.name(),
                alert.says(),
                unit,
                List.of(new Line(PromQl.value(alert), legend)),
                alert.limit(),
                alert.isAbove());
    }

    private static Map<String, Object> written(Panel panel, int place) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("id", place + 1);
        written.put("type", "timeseries");
        written.put("title", panel.title());
        written.put("description", panel.says());
        written.put("datasource", ordered(SOURCE));
        written.put("gridPos", ordered("x", place % 2 * WIDTH, "y", place / 2 * HEIGHT, "w", WIDTH, "h", HEIGHT));
        written.put("fieldConfig", ordered("defaults", fields(panel), "overrides", List.of()));
        List<Map<String, Object>> targets = new ArrayList<>();
        for (Line line : panel.lines()) {
            targets.add(ordered(
                    "refId",
                    String.valueOf((char) ('A' + targets.size())),
                    "datasource",
                    ordered(SOURCE),
                    "expr",
                    line.expression(),
                    "legendFormat",
                    line.legend()));
        }
        written.put("targets", targets);
        return written;
    }

    private static Map<String, Object> fields(Panel panel) {
        Map<String, Object> fields = ordered("unit", panel.unit(), "min", 0);
        if (panel.red() != null) {
            fields.put("custom", ordered("thresholdsStyle", ordered("mode", "line")));
            fields.put(
                    "thresholds",
                    ordered(
                            "mode",
                            "absolute",
                            "steps",
                            Arrays.asList(
                                    step(panel.isRedAbove() ? "green" : "red", null),
                                    step(panel.isRedAbove() ? "red" : "green", panel.red()))));
        }
        return fields;
    }

    private static Map<String, Object> step(String colour, @Nullable Double from) {
        Map<String, @Nullable Object> step = new HashMap<>();
        step.put("value", from);
        Map<String, Object> written = ordered("color", colour);
        written.putAll(step);
        return written;
    }

    private static Map<String, Object> ordered(Map<String, String> of) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        of.keySet().stream().sorted().forEach(key -> ordered.put(key, of.get(key)));
        return ordered;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ordered.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return ordered;
    }
}
