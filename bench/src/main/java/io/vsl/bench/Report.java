package io.vsl.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run measured as a table and as JSON, and its contests as a picture.
 *
 * @param results of each scenario
 */
record Report(Map<String, List<? extends Result>> results, Machine machine) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final int ROW = 34;
    private static final int BARS_FROM = 330;
    private static final int RATIO_ONE = 360;
    private static final int WIDTH = 900;
    /** Below, a figure is shown with a decimal. */
    static final double FEW = 100;

    boolean isReached() {
        return results.values().stream().flatMap(List::stream).allMatch(Result::isReached);
    }

    private List<Contest> contests() {
        return results.values().stream()
                .flatMap(held -> of(Contest.class, held))
                .toList();
    }

    /** Of those scenarios that have some. */
    private Map<String, List<Figure>> figures() {
        Map<String, List<Figure>> figures = new LinkedHashMap<>();
        results.forEach(
                (scenario, held) -> figures.put(scenario, of(Figure.class, held).toList()));
        figures.values().removeIf(List::isEmpty);
        return figures;
    }

    private static <T extends Result> Stream<T> of(Class<T> kind, List<? extends Result> results) {
        return results.stream().filter(kind::isInstance).map(kind::cast);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        if (!contests().isEmpty()) {
            table.append("%n%-26s %14s %14s %7s %9s %9s  %s%n"
                    .formatted("scenario", "VSL", "reference", "ratio", "goal", "spread", "unit"));
        }
        for (Contest contest : contests()) {
            Scenario.Goal goal = contest.goal();
            table.append("%-26s %14s %14s %7.2f %9s %8.0f%%  %s; reference: %s%s%n"
                    .formatted(
                            goal.contest(),
                            figure(Contest.median(contest.ours())),
                            figure(Contest.median(contest.theirs())),
                            contest.ratio(),
                            goal(contest),
                            100 * spread(contest.ours()),
                            goal.unit(),
                            goal.reference(),
                            contest.ceiling() == null
                                    ? ""
                                    : ", ceiling of the load: %,.0f".formatted(contest.ceiling())));
        }
        figures().forEach((scenario, figures) -> {
            table.append("%n%-40s %14s %9s %10s  %s%n".formatted(scenario, "VSL", "least", "goal", "unit"));
            figures.forEach(figure -> table.append(row(figure)));
        });
        return table.append(
                        "%nMedians of rounds in turns; !: not reached; spread: from the least to the most of VSL's rounds. %s%n"
                                .formatted(where()))
                .toString();
    }

    private static String row(Figure figure) {
        return "%-40s %,14.1f %9s %10s  %s%n"
                .formatted(
                        figure.what(),
                        figure.value(),
                        figure.least() == null ? "" : number(figure.least()),
                        figure.atMost() == null
                                ? ""
                                : "<= " + number(figure.atMost()) + (figure.isReached() ? "" : " !"),
                        figure.because().isEmpty() ? figure.unit() : figure.unit() + "; least: " + figure.because());
    }

    /**
     * {@code results.json}, in which what was measured takes the place of what was measured of the same before, each with
     * its machine, time and commit; and {@code results.svg} and {@code README.md}, of all that is there.
     */
    void write(Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve("results.json");
        ObjectNode written = Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
        ObjectNode scenarios = written.withObject("/scenarios");
        for (Contest contest : contests()) {
            scenarios.set(contest.goal().contest(), JSON.valueToTree(json(contest)));
        }
        figures()
                .forEach((scenario, figures) ->
                        written.set(scenario, JSON.valueToTree(Map.of("measured", measured(), "figures", figures))));
        JSON.writeValue(file.toFile(), written);
        Files.writeString(folder.resolve("results.svg"), picture(scenarios));
        Files.writeString(folder.resolve("README.md"), ResultsPage.of(written));
    }

    private Map<String, Object> json(Contest contest) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", contest.goal().unit());
        json.put("reference", contest.goal().reference());
        json.put("bound", contest.goal().bound());
        json.put("goal", thousandths(contest.goal().ratio()));
        json.put("ratio", thousandths(contest.ratio()));
        json.put("reached", contest.isReached());
        json.put("vsl", contest.ours().stream().map(Report::rounded).toList());
        json.put(
                "referenceRounds",
                contest.theirs().stream().map(Report::rounded).toList());
        if (contest.ceiling() != null) {
            json.put("ceilingOfTheLoad", Math.round(contest.ceiling()));
        }
        json.put("measured", measured());
        return json;
    }

    private Map<String, Object> measured() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", machine.time().toString());
        json.put("commit", machine.commit());
        json.put("processor", machine.processor());
        json.put("processors", machine.processors());
        json.put("memoryGiB", machine.memory());
        json.put("system", machine.system());
        json.put("java", machine.java());
        return json;
    }

    /** A bar for each ratio, beside the mark that it is to reach, or not to exceed. */
    private static String picture(ObjectNode scenarios) {
        int height = ROW * (scenarios.size() + 2);
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14">
                <rect width="100%%" height="100%%" fill="white"/>
                """.formatted(WIDTH, height));
        int y = ROW / 2;
        for (Map.Entry<String, JsonNode> scenario : scenarios.properties()) {
            JsonNode contest = scenario.getValue();
            double goal = BARS_FROM + RATIO_ONE * contest.path("goal").doubleValue();
            double ratio = contest.path("ratio").doubleValue();
            double bar = Math.min(RATIO_ONE * ratio, WIDTH - BARS_FROM - 70.0);
            svg.append(String.format(
                    Locale.ROOT,
                    """
                    <text x="12" y="%d">%s / %s</text>
                    <rect x="%d" y="%d" width="%.0f" height="20" fill="%s"/>
                    <path d="M%.0f %dv28" stroke="black"/>
                    <text x="%.0f" y="%d">%.2f</text>
                    """,
                    y + 15,
                    scenario.getKey(),
                    contest.path("reference").textValue().replace(">", "&gt;"),
                    BARS_FROM,
                    y,
                    bar,
                    contest.path("reached").booleanValue() ? "#3a7d44" : "#b5442e",
                    goal,
                    y - 4,
                    BARS_FROM + bar + 8,
                    y + 15,
                    ratio));
            y += ROW;
        }
        return svg.append(
                        "<text x=\"12\" y=\"%d\" font-size=\"11\">Ratio of medians; the line is the goal, green where it is kept. "
                                .formatted(y + 20))
                .append("Machines and commits are in results.json.</text>\n</svg>\n")
                .toString();
    }

    private String where() {
        return "%s, %d processors, %d GiB, %s, %s, commit %s."
                .formatted(
                        machine.processor(),
                        machine.processors(),
                        machine.memory(),
                        machine.system(),
                        machine.java(),
                        machine.commit());
    }

    private static double spread(List<Double> figures) {
        double least = figures.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = figures.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return (most - least) / Contest.median(figures);
    }

    private static String goal(Contest contest) {
        return (contest.goal().bound() == Scenario.Bound.AT_LEAST ? ">= " : "<= ")
                + Math.round(contest.goal().ratio() * 100) / 100.0
                + (contest.isReached() ? "" : " !");
    }

    static String figure(double value) {
        return (value < FEW ? "%,.1f" : "%,.0f").formatted(value);
    }

    private static double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
