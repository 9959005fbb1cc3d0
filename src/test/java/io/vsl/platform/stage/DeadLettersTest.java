package io.vsl.platform.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final Instant NOW = Instant.parse("2026-01-02T04:00:00Z");

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final DeadLetters deadLetters =
            new DeadLetters(PlainTopics.withPrefix("t"), new Retries(PlainTopics.withPrefix("t"), CLOCK), CLOCK);

    @Test
    void aDeadLetterIsTheRecordAsItWasOnTheTopicOfTheStage() {
        Consumed consumed = Records.consumed("{", header("traceparent", "00-1-2-01"));

        Outgoing letter = letter(consumed);

        assertThat(letter.topic()).isEqualTo("t.store.dead-letter");
        assertThat(letter.key()).isEqualTo(consumed.key());
        assertThat(letter.value()).isEqualTo(consumed.value());
        assertThat(letter.headers()).containsEntry("traceparent", "00-1-2-01".getBytes(UTF_8));
    }

    @Test
    void itSaysWhereTheRecordStandsWhyItDiedAndWhen() {
        assertThat(letter(Records.consumed("{")).headers())
                .containsEntry("dead-letter-stage", "store")
                .containsEntry("dead-letter-reason", "not JSON")
                .containsEntry("dead-letter-topic", "t.job.requested")
                .containsEntry("dead-letter-partition", "3")
                .containsEntry("dead-letter-offset", "42")
                .containsEntry("dead-letter-timestamp", Records.TIMESTAMP.toString())
                .containsEntry("dead-letter-time", NOW.toString())
                .containsEntry("dead-letter-error", "InvalidRecord")
                .containsEntry("dead-letter-attempts", "1")
                .containsEntry("dead-letter-first-time", NOW.toString())
                .hasSize(10);
    }

    @Test
    void ofARecordThatWasPostponedItSaysHowOftenAndSinceWhen() {
        assertThat(letter(Records.consumed(
                                "{", header("retry-attempt", "3"), header("retry-first-time", "2026-01-02T03:04:06Z")))
                        .headers())
                .containsEntry("dead-letter-attempts", "4")
                .containsEntry("dead-letter-first-time", "2026-01-02T03:04:06Z");
    }

    @Test
    void headersThatCamelWouldObeyAreKeptUnderAnotherName() {
        assertThat(letter(Records.consumed(
                                "{",
                                header("CamelSqlQuery", "drop"),
                                header("KAFKA.override_topic", "x"),
                                header("org.apache.camel.X", "y")))
                        .headers())
                .containsKeys("original-CamelSqlQuery", "original-KAFKA.override_topic", "original-org.apache.camel.X")
                .doesNotContainKeys("CamelSqlQuery", "KAFKA.override_topic", "org.apache.camel.X");
    }

    @Test
    void aRecordCannotForgeWhatIsSaidOfIt() {
        assertThat(letter(Records.consumed(
                                "{", header("dead-letter-reason", "forged"), header("Dead-Letter-Stage", "forged")))
                        .headers())
                .containsEntry("dead-letter-reason", "not JSON")
                .containsEntry("dead-letter-stage", "store")
                .doesNotContainKey("Dead-Letter-Stage");
    }

    @Test
    void aHeaderWithoutValueIsPassedOver() {
        assertThat(letter(Records.consumed("{", new RecordHeader("empty", null)))
                        .headers())
                .doesNotContainKey("empty");
    }

    @Test
    void aRecordThatIsTooLargeToBeRepeatedLeavesALetterThatSaysSo() {
        Outgoing letter = letter(Records.consumed(new byte[5 << 20], header("traceparent", "00-1-2-01")));

        assertThat(letter.fits()).isTrue();
        assertThat(letter.value()).isEmpty();
        assertThat(letter.key()).isEqualTo("the key".getBytes(UTF_8));
        assertThat(letter.headers())
                .containsEntry("dead-letter-omitted-bytes", Integer.toString(5 << 20))
                .containsEntry("dead-letter-offset", "42")
                .doesNotContainKey("traceparent");
    }

    private Outgoing letter(Consumed consumed) {
        PolledRecord polled = Records.polled(consumed);
        polled.die(new InvalidRecord("not JSON"));
        return deadLetters.of("store", polled);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
