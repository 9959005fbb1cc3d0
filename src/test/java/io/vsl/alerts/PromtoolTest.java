package io.vsl.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prometheus' own tool, promtool, says whether the rules are in order, and fires each: it plays the series of
 * {@code src/test/alerts/prometheus-alerts-test.yaml} to them. {@code src/test/clients/install} installs it.
 */
class PromtoolTest {

    static final Path CASES = Path.of("src", "test", "alerts", "prometheus-alerts-test.yaml");

    @BeforeEach
    void isThere() {
        boolean isThere = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
        if (System.getProperty("vsl.promtool", "").equals("required")) {
            assertThat(isThere).as("promtool is on the PATH").isTrue();
        }
        if (!isThere) {
            Assumptions.abort("Prometheus' rules are not fired: there is no promtool on the PATH");
        }
    }

    @Test
    void theRulesAreInOrder() throws Exception {
        assertThat(promtool("check", "rules", AlertFiles.RULES.toString()))
                .contains(
                        "SUCCESS: %d rules found".formatted(AlertFiles.alerts().size()));
    }

    @Test
    void eachFiresAndStaysSilentAsItsCasesSay() throws Exception {
        assertThat(promtool("test", "rules", CASES.toString())).contains("SUCCESS");
    }

    @Test
    void whatThePanelsAskForIsInOrder(@TempDir Path folder) throws Exception {
        List<Object> rules = new ArrayList<>();
        AlertFiles.panels()
                .forEach(expression -> rules.add(Map.of("record", "panel:" + rules.size(), "expr", expression)));
        assertThat(rules).hasSizeGreaterThan(AlertFiles.alerts().size());
        Path file = folder.resolve("panels.yaml");
        Files.writeString(
                file,
                new ObjectMapper().writeValueAsString(Map.of("groups", List.of(Map.of("name", "x", "rules", rules)))));

        assertThat(promtool("check", "rules", file.toString())).contains("SUCCESS");
    }

    /** What it says, if it succeeds. */
    private static String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
