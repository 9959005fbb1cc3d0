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

    private ResultsPage() {}

    /** Markdown: the picture, a row for each contest and each cost, and the machines. */
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
        for (Map.Entry<String, JsonNode> contest : results.path("scenarios").properties()) {
            page.append(row(contest.getKey(), contest.getValue()));
            machines.add(machine(contest.getValue().path("measured")));
        }
        JsonNode cost = results.path("cost");
        if (!cost.isMissingNode()) {
            page.append("\n| cost | VSL | least that the contract needs | unit |\n| --- | ---: | --- | --- |\n");
            cost.path("figures").forEach(figure -> page.append(cost(figure)));
            page.append("\nAt commit %s.\n"
                    .formatted(cost.path("measured").path("commit").asText()));
            machines.add(machine(cost.path("measured")));
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
                        contest.path("reached").asBoolean() ? "reached" : "not reached",
                        100 * spread / median,
                        contest.path("unit").asText(),
                        contest.has("ceilingOfTheLoad")
                                ? figure(contest.path("ceilingOfTheLoad").asDouble())
                                : "",
                        contest.path("measured").path("commit").asText());
    }

    private static String cost(JsonNode figure) {
        String least =
                figure.path("least").isNumber() ? figure(figure.path("least").asDouble()) + " " : "";
        return "| %s | %s | %s | %s |\n"
                .formatted(
                        figure.path("what").asText(),
                        figure(figure.path("value").asDouble()),
                        (least + figure.path("because").asText()).strip(),
                        figure.path("unit").asText());
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
