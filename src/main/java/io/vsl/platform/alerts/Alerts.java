package io.vsl.platform.alerts;

import io.vsl.platform.alerts.Alert.Severity;
import io.vsl.platform.alerts.Selection.Kind;
import io.vsl.platform.topology.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the list. Each fault of it is told, with the alert's name and what is allowed. */
public final class Alerts {

    private static final List<String> MINUTES = List.of("", "1m", "2m", "5m", "10m", "15m", "30m", "60m");

    private final List<String> faults = new ArrayList<>();

    private Alerts() {}

    /**
     * The alerts in the order of the list.
     *
     * @param text of {@code config/alerts.yaml}
     * @throws IllegalArgumentException with every fault
     */
    public static List<Alert> read(String text) {
        Alerts reading = new Alerts();
        Line file =
                new Line("alerts.yaml", new Yaml(new SafeConstructor(new LoaderOptions())).load(text), reading.faults);
        List<Alert> alerts =
                file.lines("alerts", "alert").stream().map(reading::alert).toList();
        file.nothingElse();
        Set<String> names = new HashSet<>();
        alerts.stream()
                .map(Alert::name)
                .filter(name -> !names.add(name))
                .forEach(name -> reading.faults.add("alert %s: name: is there twice".formatted(name)));
        if (!reading.faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", reading.faults));
        }
        return alerts;
    }

    private Alert alert(Line line) {
        Optional<Double> above = line.number("above");
        Optional<Double> below = line.number("below");
        if (above.isPresent() == below.isPresent()) {
            line.wrong("above", "must be there, or else below");
        }
        Selection rest = line.line("rest").map(this::rest).orElse(null);
        Alert alert = new Alert(
                line.text("name"),
                Severity.valueOf(
                        line.word("severity", List.of("ticket", "page")).toUpperCase(Locale.ROOT)),
                line.text("says"),
                selection(line),
                rest,
                line.number("at-least").orElse(0.0).intValue(),
                line.texts("by"),
                above.isPresent(),
                above.or(() -> below).orElse(0.0),
                line.word("unit", rest == null ? List.of("", "seconds", "share") : List.of("share")),
                duration(line, "within"),
                duration(line, "for"),
                line.text("runbook"));
        line.nothingElse();
        check(line, alert, rest);
        return alert;
    }

    private static void check(Line line, Alert alert, @Nullable Selection rest) {
        if (alert.of().kind() == Kind.GAUGE && rest != null) {
            line.wrong("rest", "a gauge is no part of a whole");
        }
        if ((alert.of().kind() == Kind.GAUGE) != alert.within().isZero()) {
            line.wrong("within", "must be there for a count, and not for a gauge");
        }
        if ((rest == null) != (alert.atLeast() == 0)) {
            line.wrong("at-least", "must be there with rest, and not without");
        }
    }

    private Selection rest(Line line) {
        Selection rest = selection(line);
        line.nothingElse();
        return rest;
    }

    private static Selection selection(Line line) {
        return new Selection(
                line.text("metric"),
                Kind.valueOf(
                        line.word("is", List.of("counter", "timer", "gauge")).toUpperCase(Locale.ROOT)),
                line.textsByName("where"),
                line.textsByName("unless"));
    }

    /** Of whole minutes, as CloudWatch wants them; zero when there is none. */
    private static Duration duration(Line line, String field) {
        String minutes = line.word(field, MINUTES);
        return minutes.isEmpty() ? Duration.ZERO : Duration.parse("PT" + minutes);
    }
}
