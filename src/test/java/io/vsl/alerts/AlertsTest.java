package io.vsl.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vsl.platform.alerts.Alert;
import io.vsl.platform.alerts.Alert.Severity;
import io.vsl.platform.alerts.Alerts;
import io.vsl.platform.alerts.Selection;
import io.vsl.platform.alerts.Selection.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the list is read. */
class AlertsTest {

    private static final String GOOD = """
            alerts:
              - name: ModelFails
                says: It fails
                severity: page
                metric: JobsFailed
                is: counter
                where: {mediaType: [image, video]}
                unless: {modelId: [none]}
                rest: {metric: JobsCompleted, is: counter}
                at-least: 10
                by: [modelId]
                above: 0.2
                within: 30m
                for: 5m
                runbook: modelfails
            """;

    @Test
    void eachFieldIsRead() {
        assertThat(Alerts.read(GOOD))
                .containsExactly(new Alert(
                        "ModelFails",
                        Severity.PAGE,
                        "It fails",
                        new Selection(
                                "JobsFailed",
                                Kind.COUNTER,
                                Map.of("mediaType", List.of("image", "video")),
                                Map.of("modelId", List.of("none"))),
                        new Selection("JobsCompleted", Kind.COUNTER, Map.of(), Map.of()),
                        10,
                        List.of("modelId"),
                        true,
                        0.2,
                        "share",
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(5),
                        "modelfails"));
    }

    @Test
    void everyFaultIsToldWithTheNameOfItsAlert() {
        refused(GOOD.replace("above: 0.2", "above: much"), "alert ModelFails: above: must be a number, not much");
        refused(GOOD.replace("above: 0.2", "above: 0.2\n    below: 0.1"), "must be there, or else below");
        refused(GOOD.replace("within: 30m", "within: 31s"), "alert ModelFails: within: must be 1m or 2m or");
        refused(GOOD.replace("    within: 30m\n", ""), "within: must be there for a count");
        refused(GOOD.replace("    at-least: 10\n", ""), "at-least: must be there with rest");
        refused(GOOD.replace("severity: page", "severity: loud"), "severity: must be ticket or page, not loud");
        refused(GOOD.replace("is: counter}", "is: counter, of: 3}"), "ModelFails: rest: of: is no field");
        refused(GOOD.replace("for: 5m", "during: 5m"), "alert ModelFails: during: is no field");
        refused(GOOD + GOOD.replace("alerts:\n", ""), "alert ModelFails: name: is there twice");
    }

    private static void refused(String text, String fault) {
        assertThatIllegalArgumentException().isThrownBy(() -> Alerts.read(text)).withMessageContaining(fault);
    }
}
