package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.topology.DelayTier;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.VslProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Invariant 3, of records that have to wait: each comes back when it is due, and none waits for another. */
@NeedsServers
class PostponedRecordsTest {

    private static final Duration RETRY_FOR = Duration.ofSeconds(10);

    @Test
    void ofTwoRecordsOfOnePartitionTheOneThatIsDueFirstReturnsFirst() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(RETRY_FOR)) {
            stage.produce(List.of(onePartition(stage, "later-PT2M-a"), onePartition(stage, "later-PT1S-b")));
            stage.launch();

            stage.awaitOutput("later-PT1S-b");
            assertThat(stage.outputs()).containsExactly("later-PT1S-b");
            assertThat(stage.waited(DelayTier.TWO_MINUTES)).isEqualTo(1);

            stage.controls().clockAhead(Duration.ofMinutes(2));
            stage.awaitOutput("later-PT2M-a");
            assertThat(stage.outputs()).containsExactlyInAnyOrder("later-PT1S-b", "later-PT2M-a");
        }
    }

    @Test
    void aRecordThatIsPostponedForADayHoldsNobodyAndIsThereAfterARestart() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(RETRY_FOR)) {
            VslProcess process = stage.launch();
            stage.produce(List.of(onePartition(stage, "later-P1D-a"), onePartition(stage, "neighbour")));
            stage.awaitOutput("neighbour");
            stage.awaitWaited(DelayTier.DAY, 1);
            stage.produce(List.of(stage.input("later-PT1S-b")));
            stage.awaitOutput("later-PT1S-b");
            Set<String> members = stage.delayMembers();

            stage.controls().clockAhead(Duration.ofHours(23));
            stage.produce(List.of(stage.input("later-PT1S-c")));
            stage.awaitOutput("later-PT1S-c");
            assertThat(stage.delayMembers()).isEqualTo(members).hasSize(1);
            assertThat(stage.outputs()).doesNotContain("later-P1D-a");

            process.kill();
            stage.launch();
            stage.produce(List.of(stage.input("later-PT1S-d")));
            stage.awaitOutput("later-PT1S-d");
            assertThat(stage.outputs()).doesNotContain("later-P1D-a");

            stage.controls().clockAhead(Duration.ofHours(24));
            stage.awaitOutput("later-P1D-a");
            assertThat(stage.waited(DelayTier.DAY)).isEqualTo(1);
        }
    }

    @Test
    void whereverDelayIsKilledNothingThatWaitsIsLost() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(RETRY_FOR)) {
            VslProcess victim = stage.launch("before delay-commit");
            stage.produce(List.of(stage.input("later-PT1S-a")));
            stage.awaitFailpoint();
            assertThat(stage.delayCommitted()).isZero();

            victim.kill();
            stage.launch();

            stage.awaitOutput("later-PT1S-a");
            Awaitility.await("it to be read again")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> {
                        assertThat(Log.size(stage.topic("probe.retry"))).isEqualTo(2);
                        assertThat(stage.delayCommitted()).isEqualTo(1);
                    });
        }
    }

    /** Anybody with write access may have written them. */
    @Test
    void whatSaysNothingUsableIsADeadLetterAndInNobodysWay() throws IOException {
        try (StageUnderTest stage = StageUnderTest.of(RETRY_FOR)) {
            String soon = Instant.now().toString();
            stage.produce(List.of(
                    waiting(stage, "no-stage", Map.of("retry-due", soon)),
                    waiting(stage, "no-such-stage", Map.of("retry-due", soon, "retry-stage", "nobody")),
                    waiting(stage, "in-a-circle", Map.of("retry-due", soon, "retry-stage", "delay")),
                    waiting(stage, "no-time", Map.of("retry-stage", "probe")),
                    waiting(stage, "unreadable", Map.of("retry-due", "tomorrow", "retry-stage", "probe")),
                    waiting(stage, "too-late", Map.of("retry-due", "2999-01-01T00:00:00Z", "retry-stage", "probe")),
                    waiting(stage, "in-order", Map.of("retry-due", soon, "retry-stage", "probe"))));
            stage.launch();

            stage.awaitOutput("in-order");

            List<ConsumerRecord<byte[], byte[]>> letters = Log.read(stage.topic("delay.dead-letter"));
            assertThat(letters)
                    .extracting(StageUnderTest::id)
                    .containsExactlyInAnyOrder(
                            "no-stage", "no-such-stage", "in-a-circle", "no-time", "unreadable", "too-late");
            assertThat(letters).allSatisfy(letter -> {
                assertThat(Log.header(letter, "dead-letter-reason")).startsWith("The header retry-");
                assertThat(Log.header(letter, "dead-letter-topic")).isEqualTo(stage.topic("delay.1s"));
            });
            assertThat(stage.outputs()).containsExactly("in-order");
        }
    }

    private static ProducerRecord<byte[], byte[]> onePartition(StageUnderTest stage, String id) {
        ProducerRecord<byte[], byte[]> input = stage.input(id);
        return new ProducerRecord<>(input.topic(), 0, input.key(), input.value());
    }

    private static ProducerRecord<byte[], byte[]> waiting(
            StageUnderTest stage, String id, Map<String, String> headers) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(stage.topic("delay.1s"), bytes, bytes);
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
