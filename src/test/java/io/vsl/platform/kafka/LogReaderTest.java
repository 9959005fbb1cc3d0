package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Devstack;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only what is committed is in the log, and it ends before what may yet be aborted. */
@NeedsServers
@Timeout(60)
class LogReaderTest {

    private final String topic = "log-reader-" + UUID.randomUUID();
    private final LogReader log =
            PlainTopics.openLog(Devstack.shared().get("KAFKA_BROKERS")).open();

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Log.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void whatWasAbortedIsNotReadAndTheLogEndsBehindIt() {
        Log.produce(topic, "key", "first");
        try (Transaction aborted = Transaction.of(List.of(Log.record(topic, "key", "never")))) {
            aborted.abort();
        }

        assertThat(read()).containsExactly("first");
        assertThat(log.find(topic, 0, 1)).isEmpty();
        assertThat(log.ranges(List.of(topic)))
                .singleElement()
                .extracting(Range::to)
                .isEqualTo(Log.size(topic));
    }

    @Test
    void whatIsNotCommittedYetIsNotInTheLog() {
        Log.produce(topic, "key", "first");
        try (Transaction open = Transaction.of(List.of(Log.record(topic, "key", "later")))) {
            Log.produce(topic, "key", "behind it");

            assertThat(read()).containsExactly("first");
            assertThat(log.find(topic, 0, 2)).isEmpty();
            assertThat(log.until(log.ranges(List.of(topic)), Instant.now()))
                    .singleElement()
                    .extracting(Range::size)
                    .isEqualTo(1L);

            open.commit();
        }

        assertThat(read()).containsExactly("first", "later", "behind it");
    }

    @Test
    void partitionsThatAreAddedAreSeenByAReaderThatIsOpen() throws Exception {
        assertThat(log.ranges(List.of(topic))).hasSize(1);
        try (Admin admin = Log.admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
        }

        Awaitility.await("the new partitions")
                .atMost(Duration.ofSeconds(30))
                .until(() -> log.ranges(List.of(topic)).size() == 3);
    }

    private List<String> read() {
        List<String> values = new ArrayList<>();
        log.read(
                log.ranges(List.of(topic)),
                some -> some.forEach(consumed -> values.add(new String(consumed.value(), StandardCharsets.UTF_8))));
        return values;
    }
}
