package io.vsl.platform.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.testing.HandDrivenClock;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Whatever a record says of having been postponed, anybody may have written it: the record can be read, be postponed and
 * be written on. Each line of an input is a header, its name and its value with = between.
 */
class RetriesFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-02T04:00:00Z");
    private static final Retries RETRIES = new Retries(PlainTopics.withPrefix("t"), new HandDrivenClock(NOW));

    @FuzzTest(maxDuration = "1m")
    void anyHeadersCanBeReadAndWrittenOn(byte[] bytes) {
        RecordHeaders headers = new RecordHeaders();
        for (String line : new String(bytes, UTF_8).split("\n")) {
            int equals = line.indexOf('=');
            headers.add(
                    equals < 0 ? line : line.substring(0, equals),
                    equals < 0 ? null : line.substring(equals + 1).getBytes(UTF_8));
        }
        for (String topic : new String[] {"t.store.retry", "t.job.generated", "t.delay.1s"}) {
            Consumed consumed = new Consumed(topic, 0, 7, NOW, "key".getBytes(UTF_8), "value".getBytes(UTF_8), headers);
            Consumed original = RETRIES.original(consumed);
            assertThat(original.value()).isEqualTo(consumed.value());
            assertThat(original.timeOr(NOW)).isBetween(Instant.EPOCH, NOW.plusSeconds(86_400));
            assertThat(Retries.attempt(original)).isNotNegative();
            PolledRecord polled = Records.polled(original);
            polled.postpone("not yet");
            Outgoing written = RETRIES.postponed("store", polled);
            assertThat(written.topic()).startsWith("t.delay.");
            assertThat(RETRIES.replay("store", original).topic()).isEqualTo("t.store.retry");
        }
    }
}
