package io.vsl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Machine MACHINE = new Machine(Instant.EPOCH, "a processor", 2, 24, "Linux", "25", "abc");

    private final Report report = new Report(
            Map.of(
                    "ingress",
                    List.of(
                            ContestTest.contest(List.of(50.0, 60.0, 70.0), List.of(100.0, 100.0, 100.0)),
                            ContestTest.contest(List.of(10.0, 10.0, 10.0), List.of(100.0, 100.0, 100.0))),
                    "cost",
                    List.of(
                            Figure.beside("Redis, per job", "commands", 4.2, 3.0, "one for each"),
                            Figure.atMost("memory, idle", "MiB", 250, 300),
                            Figure.atMost("wake-ups, idle", "a second", 120, 100))),
            MACHINE);

    @Test
    void theTableSaysWhichGoalsAreReached() {
        assertThat(report.table().lines().filter(line -> line.startsWith("ingress")))
                .satisfiesExactly(
                        reached -> assertThat(reached).contains("60", "100", "0.60", ">= 0.5 ", "33%"),
                        missed -> assertThat(missed).contains("0.10", ">= 0.5 !"));
        assertThat(report.table()).contains("a processor", "commit abc");
    }

    @Test
    void aCostStandsBesideTheLeast() {
        assertThat(report.table().lines().filter(line -> line.startsWith("Redis")))
                .singleElement()
                .asString()
                .contains("4.2", "3.0", "commands; least: one for each");
    }

    @Test
    void aFigureMayHaveAGoal() {
        assertThat(report.table().lines().filter(line -> line.contains("idle")))
                .satisfiesExactly(
                        kept -> assertThat(kept).contains("250.0", "<= 300.0 "),
                        exceeded -> assertThat(exceeded).contains("120.0", "<= 100.0 !"));
    }

    @Test
    void allIsReachedWhenEachIs() {
        Figure kept = Figure.atMost("memory, idle", "MiB", 250, 300);

        assertThat(new Report(Map.of("cost", List.of(kept, Figure.of("start", "s", 5))), MACHINE).isReached())
                .isTrue();
        assertThat(new Report(Map.of("cost", List.of(kept, Figure.atMost("start", "s", 9, 8))), MACHINE).isReached())
                .isFalse();
        assertThat(report.isReached()).isFalse();
    }

    @Test
    void theResultsAreJsonAndAPicture(@TempDir Path folder) throws Exception {
        report.write(folder);

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertThat(json.at("/scenarios/ingress/measured/commit").asText()).isEqualTo("abc");
        assertThat(json.at("/scenarios/ingress/ratio").asDouble()).isEqualTo(0.1);
        assertThat(json.at("/scenarios/ingress/vsl")).hasSize(3);
        assertThat(json.at("/cost/figures/0/least").asDouble()).isEqualTo(3);
        assertThat(json.at("/cost/figures/1/reached").asBoolean()).isTrue();
        assertThat(json.at("/cost/figures/2/reached").asBoolean(true)).isFalse();
        assertThat(marks(folder)).isEqualTo(1);
    }

    @Test
    void theResultsAreAPageToRead(@TempDir Path folder) throws Exception {
        report.write(folder);

        assertThat(Files.readAllLines(folder.resolve("README.md")))
                .contains(
                        "| ingress | 10.0 | by hand: 100 | 0.10 | >= 0.5, not reached | 0 % | requests/s |  | abc |",
                        "| cost | VSL | least that the contract needs | goal | unit |",
                        "| Redis, per job | 4.2 | 3.0 one for each |  | commands |",
                        "| wake-ups, idle | 120 |  | <= 100.0, not reached | a second |",
                        "Measured on: a processor, 2 processors, 24 GiB, Linux, 25.");
    }

    @Test
    void whatWasMeasuredBeforeStaysUntilItIsMeasuredAnew(@TempDir Path folder) throws Exception {
        report.write(folder);
        Scenario.Goal status = Scenario.Goal.atLeast("status", "requests/s", "by hand", 0.5);
        new Report(
                        Map.of("status", List.of(new Contest(status, List.of(1.0), List.of(2.0), null))),
                        new Machine(Instant.EPOCH, "another", 4, 24, "Linux", "25", "def"))
                .write(folder);

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertThat(json.at("/scenarios/ingress/measured/commit").asText()).isEqualTo("abc");
        assertThat(json.at("/scenarios/status/measured/commit").asText()).isEqualTo("def");
        assertThat(json.at("/cost/figures")).hasSize(3);
        assertThat(marks(folder)).isEqualTo(2);
    }

    private static int marks(Path folder) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("results.svg").toFile())
                .getElementsByTagName("path")
                .getLength();
    }
}
