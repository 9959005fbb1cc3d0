package io.vsl.platform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {

    private static final Topology OURS = Topology.read(Topology.DEFAULT);

    @TempDir
    private Path folder;

    @Test
    void everyTopicIsWrittenBySomebodyAndReadBySomebody() {
        for (TopicSpec topic : OURS.topics()) {
            assertThat(OURS.stages())
                    .as(topic.name())
                    .anyMatch(stage -> OURS.access(stage).topics().writes().contains(topic.name()));
            assertThat(OURS.consumers())
                    .as(topic.name())
                    .anyMatch(stage -> stage.runs().reads().contains(topic.name()));
        }
    }

    @Test
    void allIsEveryStage() {
        assertThat(OURS.select("all")).isEqualTo(OURS.stages()).doesNotHaveDuplicates();
        assertThat(OURS.names()).contains("setup", "submit", "admit", "sink-dynamodb", "poller", "admin");
    }

    @Test
    void blanksAndEmptyPartsArePassedOver() {
        assertThat(OURS.select(" generate , store,"))
                .extracting(StageSpec::name)
                .containsExactly("generate", "store");
    }

    @Test
    void aNameThatIsNoStageIsRefusedWithTheNamesThatAre() {
        assertThatThrownBy(() -> OURS.select("generate,stroe"))
                .isInstanceOf(InvalidTopology.class)
                .hasMessageContaining("no stage is called stroe")
                .hasMessageContaining("sink-postgres");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void noNameAtAllIsRefused(String names) {
        assertThatThrownBy(() -> OURS.select(names)).hasMessageContaining("names none");
    }

    @Test
    void allBesideOthersIsRefused() {
        assertThatThrownBy(() -> OURS.select("all,store")).hasMessageContaining("no stage is called all");
    }

    @Test
    void aProcessLoadsWhatAllLoadAndTheFilesOfItsStages() {
        assertThat(OURS.routesOf(OURS.select("setup,store")))
                .startsWith("policy")
                .contains("store", "store-outputs")
                .doesNotContain("setup", "admit");
    }

    @Test
    void anotherFileOfOneLineAddsAStageAndWhatFollowsFromIt() throws IOException {
        Topology more = with("stages: [{name: ring, does: tells, reads: [job.completed]}]");

        assertThat(more.consuming()).containsAll(OURS.consuming()).endsWith("ring");
        assertThat(more.allTopics()).contains("ring.retry", "ring.dead-letter");
        assertThat(more.topicsForOthers()).contains("ring.dead-letter").doesNotContain("ring.retry");
        Access admin = more.access(more.stage("admin"));
        assertThat(admin.topics().writes()).contains("ring.retry");
        assertThat(admin.topics().reads()).contains("ring.retry", "ring.dead-letter");
        assertThat(admin.watches()).contains("ring");
        assertThat(more.access(more.stage("setup")).topics().creates()).contains("ring.retry", "ring.dead-letter");
    }

    @Test
    void aStageMayDoWhatFollowsFromItsLine() {
        Access admit = OURS.access(OURS.stage("admit"));
        assertThat(admit.topics().reads()).containsExactly("job.requested", "admit.retry");
        assertThat(admit.topics().writes())
                .startsWith("job.accepted", "job.started", "compilation.requested", "outcome.proposed", "delay.1s")
                .endsWith("delay.1d", "admit.dead-letter")
                .doesNotContain("admit.retry");
        assertThat(admit.topics().creates()).isEmpty();
        assertThat(admit.joins()).containsExactly("admit");
        assertThat(admit.watches()).isEmpty();

        Access submit = OURS.access(OURS.stage("submit"));
        assertThat(submit.topics().reads())
                .containsExactly(
                        "job.requested",
                        "job.accepted",
                        "attempt.requested",
                        "job.started",
                        "job.generated",
                        "job.completed",
                        "job.media-deleted");
        assertThat(submit.watches()).containsExactly("admit", "generate", "sink-postgres");

        assertThat(OURS.access(OURS.stage("admin")).topics().reads())
                .containsExactlyInAnyOrderElementsOf(OURS.allTopics());
    }

    @Test
    void everyStageThatReadsMayPostponeAndDelayBringsItBack() {
        List<String> delays = DelayTier.ALL.stream().map(DelayTier::topic).toList();

        assertThat(OURS.stage(Topology.DELAY).runs().reads()).isEqualTo(delays);
        assertThat(OURS.consumers())
                .allSatisfy(stage -> assertThat(OURS.access(stage).topics().writes())
                        .as(stage.name())
                        .containsAll(delays));
        assertThat(OURS.access(OURS.stage(Topology.DELAY)).topics().writes())
                .containsAll(OURS.consumers().stream().map(StageSpec::retry).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stages: [{name: a, does: b}] | stage a: reads: must be there, or else serves, timed or start",
                "stages: [{name: a, does: b, reads: [job.acepted]}] | stage a: reads: no topic is called job.acepted; there are job.requested",
                "stages: [{name: a, does: b, timed: true, writes: [x]}] | stage a: writes: no topic is called x",
                "stages: [{name: a, does: b, timed: true, watches: [poller]}] | stage a: watches: no stage that reads is called poller; there are admit",
                "stages: [{name: a, does: b, timed: 5s}] | stage a: timed: must be false or true, not 5s",
                "stages: [{name: a, does: b, timed: true, secrets: [token]}] | stage a: secrets: must be of redis-url, replicate-token, webhook-secret, operator-key, not token",
                "stages: [{name: a, does: b, timed: true, scale: 0}] | stage a: scale: must be a number of 1 or more, not 0",
                "stages: [{name: a, does: b, timed: true, raeds: [x]}] | stage a: raeds: is no field; the fields are name, does, reads",
                "stages: [{name: a, does: b, reads: job.accepted}] | stage a: reads: must be a list of texts in brackets",
                "stages: [{name: a, timed: true}] | stage a: does: must be a text",
                "stages: [{name: admit, does: b, timed: true}] | stage admit: name: is there twice",
                "stages: [{name: All, does: b, timed: true}] | stage All: name: must be in lower case",
                "stages: [{name: all, does: b, timed: true}] | stage all: name: can't be all",
                "stages: [{name: a, does: b, serves: [x]}] | stage a: serves: must begin with a slash, not be x",
                "topics: [{name: a, holds: b, others: see}] | topic a: others: must be write or read, not see",
                "topics: [{name: job.started, holds: b}] | topic job.started: name: is there twice",
                "topics: {} | topics: must be a list",
                "stage: [] | stage: is no field; the fields are routes, topics, stages",
                "stages: [ | is not YAML",
                "'' | must be a mapping of names to values",
            })
    void aWrongLineIsNamedWithItsFieldAndWhatIsAllowed(String yaml, String message) {
        assertThatThrownBy(() -> with(yaml)).isInstanceOf(InvalidTopology.class).hasMessageContaining(message);
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThatThrownBy(() -> with("stages: [{name: a, does: b}, {name: c, does: d, reads: [x]}]"))
                .hasMessageContaining("stage a:")
                .hasMessageContaining("stage c:");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Topology.read("classpath:nowhere.yaml"))
                .isInstanceOf(InvalidTopology.class)
                .hasMessage("vsl.topology: there is no resource classpath:nowhere.yaml");
        assertThatThrownBy(() -> Topology.read("/nowhere.yaml"))
                .isInstanceOf(InvalidTopology.class)
                .hasMessage("vsl.topology: there is no file /nowhere.yaml");
    }

    @Test
    void nobodyHasAWildcard() {
        Stream<String> granted = OURS.stages().stream().map(OURS::access).flatMap(it -> Stream.of(
                        it.topics().reads(),
                        it.topics().writes(),
                        it.topics().creates(),
                        it.joins(),
                        it.watches(),
                        it.uses().table(),
                        it.uses().bucket(),
                        it.uses().objects().keySet().stream().toList(),
                        it.uses().objects().values().stream()
                                .flatMap(List::stream)
                                .toList(),
                        it.uses().secrets())
                .flatMap(List::stream));

        assertThat(granted).isNotEmpty().noneMatch(name -> name.contains("*") || name.isBlank());
    }

    private Topology with(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("more.yaml"), yaml);
        return Topology.read(Topology.DEFAULT + "," + file);
    }
}
