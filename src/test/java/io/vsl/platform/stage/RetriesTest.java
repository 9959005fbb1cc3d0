package io.vsl.platform.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
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

        assertThat(again.topic()).isEqualTo("t.store.retry");
        assertThat(again.key()).isEqualTo(Records.consumed("value").key());
        assertThat(again.value()).isEqualTo("value".getBytes(UTF_8));
        assertThat(again.headers()).containsEntry("traceparent", "00-1-2-01".getBytes(UTF_8))
                .containsEntry("retry-attempt", "1").containsEntry("retry-reason", "not there yet");
    }

    @ParameterizedTest
    @CsvSource({"0, PT1S", "1, PT2S", "5, PT32S", "7, PT2M", "2000000, PT2M"})
    void itsDelayGrowsWithItsAttemptsToABound(int attempts, Duration longest) {
        Outgoing again = again(header("retry-attempt", Integer.toString(attempts)));

        assertThat(Duration.between(NOW, Instant.parse((String) again.headers().get("retry-due"))))
                .isBetween(longest.multipliedBy(4).dividedBy(5), longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-7", "1.5", "99999999999", "first"})
    void aForgedAttemptIsNone(String attempt) {
        assertThat(again(header("retry-attempt", attempt)).headers()).containsEntry("retry-attempt", "1");
    }

    @Test
    void aHeaderOfTheSameNameInAnotherCaseDoesNotHideOurs() {
        assertThat(again(header("Retry-Attempt", "9")).headers())
                .containsEntry("retry-attempt", "1").doesNotContainKey("Retry-Attempt");
    }

    @ParameterizedTest
    @CsvSource({"2026-01-02T04:00:05Z, PT5S", "2026-01-02T03:00:00Z, PT0S", "2036-01-01T00:00:00Z, PT2M",
        "tomorrow, PT0S"})
    void whatIsDueIsWaitedForButNeverLongerThanTheLongestDelay(String due, Duration wait) {
        Batch batch = new Batch(List.of(new Item(Records.consumed("value", header("retry-due", due)))));

        assertThat(retries.untilDue(batch)).isEqualTo(wait);
    }

    private Outgoing again(Header... headers) {
        Item item = new Item(Records.consumed("value", headers));
        item.postpone("not there yet");
        return retries.of("store", item);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
