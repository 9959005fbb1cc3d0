package io.vsl.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** {@code results.json} as a page to read. */
final class ResultsPage {

    private static final String CONTESTS = "scenarios";

    private ResultsPage() {}

    /** Markdown: the picture, a row for each contest, a table for each scenario with figures, and the machines. */
    static String of(JsonNode results) {
        Set<String> machines = new LinkedHashSet<>();
        StringBuilder page = new StringBuilder("""
                # Results

                The last figures of each scenario, written by `./vsl bench`; what they mean is in
                [Performance](../../docs/PERFORMANCE.md). Medians of rounds in turns; spread: from the least to the most of
                VSL's rounds. Every round is in [results.json](results.json).

                ![Ratios](results.svg)

                | scenario | VSL | reference | ratio | goal | spread | unit | load's ceiling | commit |
                | --- | ---: | ---: | ---: | --- | ---: | --- | ---: | --- |
                """);
        for (Map.Entry<String, JsonNode> contest : results.path(CONTESTS).properties()) {
            page.append(row(contest.getKey(), contest.getValue()));
            machines.add(machine(contest.getValue().path("measured")));
        }
        for (Map.Entry<String, JsonNode> scenario : results.properties()) {
            if (!scenario.getKey().equals(CONTESTS)) {
                JsonNode measured = scenario.getValue().path("measured");
                page.append(
                        "\n| %s | VSL | least that the contract needs | goal | unit |\n".formatted(scenario.getKey()));
                page.append("| --- | ---: | --- | --- | --- |\n");
                scenario.getValue().path("figures").forEach(figure -> page.append(row(figure)));
                page.append(
                        "\nAt commit %s.\n".formatted(measured.path("commit").asText()));
                machines.add(machine(measured));
            }
        }
        return page.append("\nMeasured on: ")
                .append(String.join("; ", machines))
                .append(".\n")
                .toString();
    }

    private static String row(String name, JsonNode contest) {
        List<Double> ours = figures(contest.path("vsl"));
        double median = Contest.median(ours);
        double spread = ours.stream().mapToDouble(Double::doubleValue).max().orElseThrow()
                - ours.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        return "| %s | %s | %s: %s | %s | %s %s, %s | %.0f %% | %s | %s | %s |\n"
                .formatted(
                        name,
                        figure(median),
                        contest.path("reference").asText(),
                        figure(Contest.median(figures(contest.path("referenceRounds")))),
                        String.format(Locale.ROOT, "%.2f", contest.path("ratio").asDouble()),
                        contest.path("bound").asText().equals(Scenario.Bound.AT_LEAST.name()) ? ">=" : "<=",
                        contest.path("goal").asText(),
                        reached(contest),
                        100 * spread / median,
                        contest.path("unit").asText(),
                        contest.has("ceilingOfTheLoad")
                                ? figure(contest.path("ceilingOfTheLoad").asDouble())
                                : "",
                        contest.path("measured").path("commit").asText());
    }

    private static String row(JsonNode figure) {
        String least =
                figure.path("least").isNumber() ? figure(figure.path("least").asDouble()) + " " : "";
        String goal = figure.path("atMost").isNumber()
                ? "<= %s, %s".formatted(figure.path("atMost").asText(), reached(figure))
                : "";
        return "| %s | %s | %s | %s | %s |\n"
                .formatted(
                        figure.path("what").asText(),
                        figure(figure.path("value").asDouble()),
                        (least + figure.path("because").asText()).strip(),
                        goal,
                        figure.path("unit").asText());
    }

    private static String reached(JsonNode result) {
        return result.path("reached").asBoolean() ? "reached" : "not reached";
    }

    private static String machine(JsonNode measured) {
        return "%s, %s processors, %s GiB, %s, %s"
                .formatted(
                        measured.path("processor").asText(),
                        measured.path("processors").asText(),
                        measured.path("memoryGiB").asText(),
                        measured.path("system").asText(),
                        measured.path("java").asText());
    }

    private static List<Double> figures(JsonNode rounds) {
        return StreamSupport.stream(rounds.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < Report.FEW ? "%,.1f" : "%,.0f", value);
    }
}
