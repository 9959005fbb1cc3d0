package io.vsl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Machine MACHINE = new Machine(Instant.EPOCH, "a processor", 2, 24, "Linux", "25", "abc");

    private final Report report = new Report(List.of(
            ContestTest.contest(List.of(50.0, 60.0, 70.0), List.of(100.0, 100.0, 100.0)),
            ContestTest.contest(List.of(10.0, 10.0, 10.0), List.of(100.0, 100.0, 100.0))),
            List.of(new Cost.Figure("Redis, per job", "commands", 4.2, 3.0, "one for each")), MACHINE);

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
                .singleElement().asString().contains("4.2", "3.0", "commands; least: one for each");
    }

    @Test
    void theResultsAreJsonAndAPicture(@TempDir Path folder) throws Exception {
        report.write(folder);

        JsonNode json = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertThat(json.path("commit").asText()).isEqualTo("abc");
        assertThat(json.at("/scenarios/0/ratio").asDouble()).isEqualTo(0.6);
        assertThat(json.at("/scenarios/0/vsl")).hasSize(3);
        assertThat(json.at("/costs/0/least").asDouble()).isEqualTo(3);
        assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(folder.resolve("results.svg").toFile()).getElementsByTagName("path").getLength()).isEqualTo(2);
    }
}
