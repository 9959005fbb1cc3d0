package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.job.JobEventType;
import io.vsl.platform.topology.Topology;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private final Topics topics = PlainTopics.withPrefix("acme");

    @Test
    void everyNameBeginsWithThePrefixOfTheInstallation() {
        assertThat(topics.all()).isNotEmpty().allMatch(name -> name.startsWith("acme."));
    }

    @Test
    void theNamesAreThoseOfTheContract() {
        assertThat(PlainTopics.withPrefix("vsl").all())
                .contains(
                        "vsl.job.requested",
                        "vsl.job.accepted",
                        "vsl.job.started",
                        "vsl.prediction.reported",
                        "vsl.job.generated",
                        "vsl.job.completed",
                        "vsl.store.dead-letter")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatTheCodeNamesStandsInTheTopology() {
        assertThat(topics.all())
                .containsAll(topics.events())
                .contains(
                        topics.jobRequested(),
                        topics.attemptRequested(),
                        topics.predictionReported(),
                        topics.outcomeProposed(),
                        topics.cancelRequested(),
                        topics.mediaDeleteRequested());
    }

    @Test
    void everyConsumingStageHasDeadLetters() {
        assertThat(topics.all())
                .containsAll(Topology.read(Topology.DEFAULT).consuming().stream()
                        .map(topics::deadLetter)
                        .toList());
    }

    @Test
    void othersWriteRequestsAndReadEventsAndDeadLetters() {
        assertThat(topics.forOthers())
                .contains(
                        "acme.job.requested",
                        "acme.job.cancel-requested",
                        "acme.job.accepted",
                        "acme.job.started",
                        "acme.job.generated",
                        "acme.job.completed",
                        "acme.job.media-deleted",
                        "acme.admit.dead-letter")
                .doesNotContain(
                        "acme.media.delete-requested",
                        "acme.prediction.reported",
                        "acme.outcome.proposed",
                        "acme.attempt.requested",
                        "acme.store.retry");
    }

    @Test
    void thereIsATopicForEachDelay() {
        assertThat(topics.delays())
                .containsExactly(
                        "acme.delay.1s",
                        "acme.delay.5s",
                        "acme.delay.30s",
                        "acme.delay.2m",
                        "acme.delay.15m",
                        "acme.delay.2h",
                        "acme.delay.1d");
        assertThat(topics.all()).containsAll(topics.delays());
        assertThat(topics.forOthers()).doesNotContainAnyElementsOf(topics.delays());
        assertThat(topics.delay("acme.delay.2h")).hasHours(2);
        assertThat(topics.delay("acme.delay.retry")).isZero();
    }

    @Test
    void anEventsTopicSaysWhichKindOfEventItHolds() {
        for (JobEventType type : JobEventType.values()) {
            assertThat(topics.eventType(topics.of(type))).isEqualTo(type);
        }
    }

    @Test
    void otherTopicsHoldNoEvents() {
        assertThatThrownBy(() -> topics.eventType(topics.jobRequested())).hasMessageContaining("acme.job.requested");
    }
}
