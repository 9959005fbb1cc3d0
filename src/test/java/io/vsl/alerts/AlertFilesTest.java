package io.vsl.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.delivery.TryResult;
import io.vsl.job.ErrorCode;
import io.vsl.platform.alerts.Alert;
import io.vsl.platform.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The list of alerts and what stands beside it. */
class AlertFilesTest {

    private final List<Alert> alerts = AlertFiles.alerts();

    /** {@code ./vsl tables} writes them. */
    @Test
    void everyFileIsThatOfTheList() throws IOException {
        for (Map.Entry<Path, String> file : AlertFiles.all().entrySet()) {
            if (System.getProperty("vsl.tables", "").equals("write")) {
                Files.writeString(file.getKey(), file.getValue());
            } else {
                assertThat(file.getKey())
                        .as("%s is not as alerts.yaml says: run ./vsl tables", file.getKey())
                        .hasContent(file.getValue());
            }
        }
    }

    /** The section has the alert's name as its heading, and each section of runbooks is that of an alert. */
    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        String operations = Files.readString(Path.of("docs/OPERATIONS.md"));
        String runbooks = operations.split("(?m)^## Alerts$", -1)[1].split("(?m)^## ", -1)[0];
        List<String> headings = Pattern.compile("(?m)^### (\\w+)$")
                .matcher(runbooks)
                .results()
                .map(heading -> heading.group(1))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(alerts.stream().map(Alert::name).toList());
        assertThat(alerts).allSatisfy(alert -> assertThat(alert.runbook())
                .as(alert.name())
                .isEqualTo(alert.name().toLowerCase(Locale.ROOT)));
        assertThat(Pattern.compile("(?m)^### \\w+$").splitAsStream(runbooks).skip(1))
                .as("each says what to look at and what to do")
                .allMatch(section -> section.contains("**Look:**") && section.contains("**Do:**"));
    }

    @Test
    void everyAlertHasACaseInWhichItFiresAndOneInWhichItIsSilent() throws IOException {
        Set<String> fired = new HashSet<>();
        Set<String> silent = new HashSet<>();
        Map<String, List<Map<String, List<Map<String, Object>>>>> file =
                new Yaml().load(Files.readString(PromtoolTest.CASES));
        file.get("tests").stream()
                .flatMap(one -> one.get("alert_rule_test").stream())
                .forEach(one -> (one.get("exp_alerts") instanceof List<?> alerts && !alerts.isEmpty() ? fired : silent)
                        .add(one.get("alertname").toString()));

        Set<String> names = alerts.stream().map(Alert::name).collect(Collectors.toSet());
        assertThat(fired).isEqualTo(names);
        assertThat(silent).isEqualTo(names);
    }

    /** A value that the code doesn't know would select nothing, and nobody would notice. */
    @Test
    void valuesOfTagsAreThoseOfTheCode() {
        assertThat(values("errorType"))
                .isNotEmpty()
                .isSubsetOf(Stream.of(ErrorCode.values()).map(ErrorCode::name).toList());
        assertThat(values("result"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(TryResult.values()).map(TryResult::value).toList());
        assertThat(values("stage"))
                .isNotEmpty()
                .isSubsetOf(Topology.read(Topology.DEFAULT).consuming());
    }

    private List<String> values(String tag) {
        return alerts.stream()
                .flatMap(alert -> Stream.of(alert.of(), alert.rest()))
                .filter(Objects::nonNull)
                .flatMap(selection -> Stream.of(selection.where(), selection.unless()))
                .flatMap(tags -> tags.getOrDefault(tag, List.of()).stream())
                .toList();
    }

    @Test
    void anAlertIsSaidInOnePlainSentence() {
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.says()).matches("[A-Z][^.:]{20,120}[^.]");
            assertThat(alert.name()).matches("([A-Z][a-z]+)+");
        });
    }
}
