package io.vsl.platform.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T04:00:00Z");

    private final Retries retries = new Retries(PlainTopics.withPrefix("t"), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aRecordThatIsTakenUpAgainKeepsItsBytesAndHeaders() {
        Outgoing again = again(header("traceparent", "00-1-2-01"));

        assertThat(again.topic()).isEqualTo("t.delay.1s");
        assertThat(again.key()).isEqualTo(Records.consumed("value").key());
        assertThat(again.value()).isEqualTo("value".getBytes(UTF_8));
        assertThat(again.headers())
                .containsEntry("traceparent", "00-1-2-01".getBytes(UTF_8))
                .containsEntry("retry-attempt", "1")
                .containsEntry("retry-reason", "not there yet")
                .containsEntry("retry-stage", "store");
    }

    @ParameterizedTest
    @CsvSource({"0, PT1S, 1s", "1, PT5S, 5s", "2, PT30S, 30s", "3, PT2M, 2m", "4, PT2M, 2m", "2000000, PT2M, 2m"})
    void itsDelayGrowsWithItsAttemptsToABound(int attempts, Duration delay, String tier) {
        Outgoing again = again(header("retry-attempt", Integer.toString(attempts)));

        assertThat(Instant.parse((String) again.headers().get("retry-due"))).isEqualTo(NOW.plus(delay));
        assertThat(again.topic()).isEqualTo("t.delay." + tier);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:00:00Z, 1s",
        "2026-01-02T04:00:04Z, 1s",
        "2026-01-02T04:20:00Z, 15m",
        "2026-02-02T04:00:00Z, 1d"
    })
    void aStageMaySayWhenItComesBack(Instant due, String tier) {
        PolledRecord polled = Records.polled(Records.consumed("value", header("retry-attempt", "7")));
        polled.postpone("not before", due);

        Outgoing again = retries.postponed("store", polled);

        assertThat(again.topic()).isEqualTo("t.delay." + tier);
        assertThat(again.headers()).containsEntry("retry-due", due.toString()).containsEntry("retry-attempt", "8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-7", "1.5", "99999999999", "first"})
    void aForgedAttemptIsNone(String attempt) {
        assertThat(again(header("retry-attempt", attempt)).headers()).containsEntry("retry-attempt", "1");
    }

    @Test
    void aHeaderOfTheSameNameInAnotherCaseDoesNotHideOurs() {
        assertThat(again(header("Retry-Attempt", "9")).headers())
                .containsEntry("retry-attempt", "1")
                .doesNotContainKey("Retry-Attempt");
    }

    @Test
    void itIsTakenUpAsIfItStoodWhereItWasReadFirst() {
        Consumed read = returned(again());

        Consumed original = retries.original(read);

        assertThat(original.position()).isEqualTo("t.job.requested-3@42");
        assertThat(original.timestamp()).isEqualTo(Records.TIMESTAMP);
        assertThat(Retries.attempt(original)).isEqualTo(1);
        assertThat(read(retries.postponed("store", postponed(original))).header("retry-offset"))
                .contains("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry-partition", "retry-offset", "retry-timestamp"})
    void aForgedPlaceIsNone(String header) {
        Consumed read = returned(again());
        read.headers().add(header, "x".getBytes(UTF_8));

        assertThat(retries.original(read)).isEqualTo(read);
    }

    @Test
    void whatARecordSaysOfItsOwnAttemptsIsNotBelieved() {
        Consumed original = retries.original(Records.consumed(
                "value",
                header("retry-attempt", "7"),
                header("retry-first-time", "2020-01-01T00:00:00Z"),
                header("traceparent", "00-1-2-01")));

        assertThat(Retries.attempt(original)).isZero();
        assertThat(retries.firstTime(original)).isEmpty();
        assertThat(original.header("traceparent")).isPresent();
    }

    @Test
    void onlyARetryTopicIsBelieved() {
        Consumed consumed = Records.consumed(
                "value",
                header("retry-topic", "t.job.completed"),
                header("retry-partition", "0"),
                header("retry-offset", "0"),
                header("retry-timestamp", NOW.toString()));

        assertThat(retries.original(consumed)).isEqualTo(consumed);
    }

    @Test
    void aReplayIsDueAtOnceAndCountsAnew() {
        Outgoing replayed = retries.replay(
                "store",
                Records.consumed(
                        "value",
                        header("retry-attempt", "7"),
                        header("Retry-Due", "2036-01-01T00:00:00Z"),
                        header("traceparent", "00-1-2-01")));

        assertThat(replayed.topic()).isEqualTo("t.store.retry");
        assertThat(replayed.headers())
                .containsEntry("retry-offset", "42")
                .containsEntry("traceparent", "00-1-2-01".getBytes(UTF_8))
                .doesNotContainKeys("retry-attempt", "Retry-Due");
    }

    /** Its place and its stage are another's; it is what delay goes by. */
    @ParameterizedTest
    @ValueSource(strings = {"t.delay.2m", "t.delay.retry"})
    void aRecordThatIsOnItsWayStaysAsItIs(String topic) {
        Outgoing again = again();
        Consumed read = read(new Outgoing(topic, again.key(), again.value(), again.headers()));

        assertThat(retries.original(read)).isEqualTo(read);
        assertThat(read(retries.replay("delay", read)).headers()).isEqualTo(read.headers());
        assertThat(retries.replay("delay", read).topic()).isEqualTo("t.delay.retry");
    }

    private Consumed returned(Outgoing postponed) {
        return read(retries.onward("t.store.retry", read(postponed)));
    }

    /** As it is read where it stands. */
    private static Consumed read(Outgoing outgoing) {
        RecordHeaders headers = new RecordHeaders();
        outgoing.headers()
                .forEach((name, value) -> headers.add(
                        name,
                        value instanceof byte[] bytes ? bytes : value.toString().getBytes(UTF_8)));
        return new Consumed(outgoing.topic(), 0, 7, NOW, outgoing.key(), outgoing.value(), headers);
    }

    private static PolledRecord postponed(Consumed consumed) {
        PolledRecord polled = Records.polled(consumed);
        polled.postpone("not there yet");
        return polled;
    }

    private Outgoing again(Header... headers) {
        return retries.postponed("store", postponed(Records.consumed("value", headers)));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
