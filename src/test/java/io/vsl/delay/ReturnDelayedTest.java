package io.vsl.delay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.TestPolls;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.HandDrivenClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnDelayedTest {

    private static final Instant NOW = Instant.parse("2026-01-02T04:00:00Z");

    private final HandDrivenClock clock = new HandDrivenClock(NOW);
    private final Topics topics = PlainTopics.withPrefix("t");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReturnDelayed returnDelayed =
            new ReturnDelayed(Topology.read(Topology.DEFAULT), topics, TestPolls.retries(topics, clock), meters, clock);

    @Test
    void whatIsDueGoesToItsStageAsItIs() {
        Map<String, String> headers = Map.of(
                "retry-stage",
                "store",
                "retry-due",
                NOW.toString(),
                "retry-attempt",
                "7",
                "retry-topic",
                "t.job.generated",
                "retry-offset",
                "42",
                "traceparent",
                "00-1-2-01");

        Outgoing sent = sent(delayed(headers));

        assertThat(sent.topic()).isEqualTo("t.store.retry");
        assertThat(sent.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(sent.value()).isEqualTo("value".getBytes(UTF_8));
        assertThat(sent.headers())
                .containsOnlyKeys(headers.keySet().toArray(String[]::new))
                .allSatisfy((name, value) ->
                        assertThat((byte[]) value).isEqualTo(headers.get(name).getBytes(UTF_8)));
        assertThat(meters.counter("vsl.delay.records.returned", "stage", "store")
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"PT0.001S, 1s", "PT20S, 5s", "PT1H, 15m", "P30D, 1d"})
    void whatIsNotWaitsForTheTimeThatIsLeft(Duration left, String tier) {
        assertThat(sent(delayed(Map.of(
                                "retry-stage",
                                "store",
                                "retry-due",
                                NOW.plus(left).toString())))
                        .topic())
                .isEqualTo("t.delay." + tier);
    }

    @Test
    void itIsNeverSentTooEarly() {
        Consumed delayed = delayed(
                Map.of("retry-stage", "store", "retry-due", NOW.plusSeconds(2).toString()));
        clock.forward(Duration.ofMillis(1_999));
        assertThat(sent(delayed).topic()).isEqualTo("t.delay.1s");

        clock.forward(Duration.ofMillis(1));
        assertThat(sent(delayed).topic()).isEqualTo("t.store.retry");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, 2026-01-02T04:00:00Z, retry-stage names no stage",
                "nobody, 2026-01-02T04:00:00Z, retry-stage names no stage that postpones: nobody",
                "delay, 2026-01-02T04:00:00Z, retry-stage names no stage that postpones: delay",
                "submit, 2026-01-02T04:00:00Z, retry-stage names no stage that postpones: submit",
                "store, none, retry-due says no time",
                "store, tomorrow, retry-due says no time",
                "store, 1767326400, retry-due says no time",
                "store, 2999-01-01T00:00:00Z, retry-due says a time that is too far ahead: 2999-01-01T00:00:00Z",
                "store, +1000000000-12-31T23:59:59.999999999Z, retry-due says a time that is too far ahead"
            })
    void whatCanNotBeSentOnIsADeadLetterAndItsNeighboursGoOn(String stage, String due, String reason) {
        RecordHeaders headers = new RecordHeaders();
        if (stage != null) {
            headers.add("retry-stage", stage.getBytes(UTF_8));
        }
        if (due != null) {
            headers.add("retry-due", due.getBytes(UTF_8));
        }
        Batch batch =
                TestPolls.poll(delayed(headers), delayed(Map.of("retry-stage", "cancel", "retry-due", NOW.toString())));

        returnDelayed.send(batch);

        assertThat(TestPolls.deadReasons(batch)).singleElement().asString().contains(reason);
        assertThat(TestPolls.outputs(batch))
                .singleElement()
                .extracting(Outgoing::topic)
                .isEqualTo("t.cancel.retry");
    }

    private Outgoing sent(Consumed delayed) {
        Batch batch = TestPolls.poll(delayed);
        returnDelayed.send(batch);
        assertThat(TestPolls.deadReasons(batch)).isEmpty();
        return TestPolls.outputs(batch).get(0);
    }

    private static Consumed delayed(Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, value) -> all.add(name, value.getBytes(UTF_8)));
        return delayed(all);
    }

    private static Consumed delayed(RecordHeaders headers) {
        return new Consumed("t.delay.1s", 0, 7, NOW, "key".getBytes(UTF_8), "value".getBytes(UTF_8), headers);
    }
}
