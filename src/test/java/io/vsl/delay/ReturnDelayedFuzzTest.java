package io.vsl.delay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.TestPolls;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.HandDrivenClock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Whatever the headers of a record on a delay topic say, it goes to the retry topic of a stage, to a delay topic, or is a
 * dead letter with a reason of ours. Each line of an input is a header, its name and its value with = between.
 */
class ReturnDelayedFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-02T04:00:00Z");
    private static final HandDrivenClock CLOCK = new HandDrivenClock(NOW);
    private static final Topics TOPICS = PlainTopics.withPrefix("t");
    private static final ReturnDelayed RETURN_DELAYED = new ReturnDelayed(
            Topology.read(Topology.DEFAULT),
            TOPICS,
            TestPolls.retries(TOPICS, CLOCK),
            new SimpleMeterRegistry(),
            CLOCK);

    @FuzzTest(maxDuration = "1m")
    void anyHeadersLeadOnOrToADeadLetter(byte[] bytes) {
        RecordHeaders headers = new RecordHeaders();
        for (String line : new String(bytes, UTF_8).split("\n")) {
            int equals = line.indexOf('=');
            headers.add(
                    equals < 0 ? line : line.substring(0, equals),
                    equals < 0 ? null : line.substring(equals + 1).getBytes(UTF_8));
        }
        Batch batch = TestPolls.poll(
                new Consumed("t.delay.1s", 0, 7, NOW, "key".getBytes(UTF_8), "value".getBytes(UTF_8), headers));

        RETURN_DELAYED.send(batch);

        List<Outgoing> sent = TestPolls.outputs(batch);
        String reason = TestPolls.deadReason(batch);
        if (reason == null) {
            assertThat(sent).singleElement().satisfies(record -> {
                assertThat(record.topic()).matches("t\\.[a-z-]+\\.retry|t\\.delay\\.(1s|5s|30s|2m|15m|2h|1d)");
                assertThat(record.topic()).isNotEqualTo("t.delay.retry");
                assertThat(record.value()).isEqualTo("value".getBytes(UTF_8));
            });
        } else {
            assertThat(sent).isEmpty();
            assertThat(reason).startsWith("The header retry-");
        }
    }
}
