package io.vsl.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant 3, for single records: a poison record goes to the dead letters and its neighbours go on. */
@NeedsServers
class PoisonIsSetAsideTest {

    private static StageUnderTest stage;

    @BeforeAll
    static void start() throws IOException {
        stage = StageUnderTest.of(Duration.ofSeconds(1));
        stage.launch();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void poisonRecordsBecomeDeadLettersWithTheirBytesAndHeadersAndTheOthersGoOn() {
        List<ProducerRecord<byte[], byte[]>> poison = IntStream.range(0, 20)
                .mapToObj(i -> stage.input(ProbeWork.POISON + i))
                .peek(input -> input.headers().add("traceparent", "00-4bf9-00f0-01".getBytes(UTF_8)))
                .toList();
        stage.produce(Stream.concat(IntStream.range(0, 180).mapToObj(i -> stage.input("good-" + i)), poison.stream())
                .toList());

        stage.awaitDrained();

        assertThat(stage.account().lost()).isEmpty();
        assertThat(stage.deadLetters().stream().map(StageUnderTest::id))
                .containsAll(poison.stream()
                        .map(input -> new String(input.key(), UTF_8))
                        .toList())
                .noneMatch(id -> id.startsWith("good"));
        ConsumerRecord<byte[], byte[]> letter = deadLetter(ProbeWork.POISON + 7);
        assertThat(Log.value(letter)).isEqualTo(ProbeWork.POISON + 7);
        assertThat(Log.header(letter, "traceparent")).isEqualTo("00-4bf9-00f0-01");
        assertThat(Log.header(letter, "dead-letter-stage")).isEqualTo("probe");
        assertThat(Log.header(letter, "dead-letter-reason")).isEqualTo("marked as poison");
        assertThat(Log.header(letter, "dead-letter-topic")).endsWith(StageUnderTest.INPUT);
    }

    @Test
    void headersThatCamelWouldObeyAreNotObeyedAndSurviveRenamed() {
        List<String> obeyed = List.of(
                "CamelKafkaOverrideTopic",
                "kafka.OVERRIDE_TOPIC",
                "kafka.TOPIC",
                "kafka.OFFSET",
                "kafka.PARTITION_KEY",
                "CamelSqlQuery",
                "CamelHttpUri",
                "camelFileName",
                "org.apache.camel.X");
        ProducerRecord<byte[], byte[]> dead = stage.input(ProbeWork.POISON + "-headers");
        ProducerRecord<byte[], byte[]> good = stage.input("good-headers");
        obeyed.forEach(name -> {
            dead.headers().add(name, "7".getBytes(UTF_8));
            good.headers().add(name, "7".getBytes(UTF_8));
        });
        dead.headers().add("Dead-Letter-Reason", "forged".getBytes(UTF_8));
        stage.produce(List.of(dead, good));

        stage.awaitDrained();

        assertThat(stage.account().lost()).isEmpty();
        ConsumerRecord<byte[], byte[]> letter = deadLetter(ProbeWork.POISON + "-headers");
        assertThat(obeyed).allSatisfy(name -> assertThat(Log.header(letter, "original-" + name))
                .isEqualTo("7"));
        assertThat(Log.header(letter, "dead-letter-reason")).isEqualTo("marked as poison");
        assertThat(letter.headers()).noneMatch(header -> new String(header.value(), UTF_8).equals("forged"));
    }

    @Test
    void anOutputThatNoTopicTakesMakesADeadLetterOfItsInput() {
        stage.produce(List.of(
                stage.input(ProbeWork.LARGE + "1"), stage.input(ProbeWork.LARGE + "5"), stage.input("beside-large")));

        stage.awaitDrained();

        assertThat(stage.account().lost()).isEmpty();
        assertThat(Log.header(deadLetter(ProbeWork.LARGE + "5"), "dead-letter-reason"))
                .contains("too large");
    }

    @Test
    void aPoisonRecordOfTheLargestSizeBecomesADeadLetterToo() {
        byte[] value = new byte[StageUnderTest.MAX_MESSAGE_BYTES - (20 << 10)];
        ThreadLocalRandom.current().nextBytes(value);
        System.arraycopy(ProbeWork.POISON.getBytes(UTF_8), 0, value, 0, ProbeWork.POISON.length());
        String id = ProbeWork.POISON + "-large";
        stage.produce(List.of(
                new ProducerRecord<>(stage.input(id).topic(), id.getBytes(UTF_8), value),
                stage.input("beside-large-poison")));

        stage.awaitDrained();

        assertThat(stage.account().lost()).isEmpty();
        assertThat(deadLetter(id).value()).isEqualTo(value);
    }

    @Test
    void aPoisonRecordThatIsTooLargeOnceUnpackedLeavesADeadLetterWithoutItsValue() {
        String id = ProbeWork.POISON + "-packed";
        byte[] value = (ProbeWork.POISON + " ".repeat(8 << 20)).getBytes(UTF_8);
        stage.produce(List.of(
                new ProducerRecord<>(stage.input(id).topic(), id.getBytes(UTF_8), value),
                stage.input("beside-packed")));

        stage.awaitDrained();

        assertThat(stage.account().lost()).isEmpty();
        ConsumerRecord<byte[], byte[]> letter = deadLetter(id);
        assertThat(letter.value()).isEmpty();
        assertThat(Log.header(letter, "dead-letter-omitted-bytes")).isEqualTo(Integer.toString(value.length));
    }

    @Test
    void recordsThatAStoreRefusesForGoodAreSetAsideWithItsReasonAndTheOthersGoOn() {
        List<String> refused =
                IntStream.range(0, 12).mapToObj(i -> ProbeWork.REFUSED + i).toList();
        stage.produce(Stream.concat(IntStream.range(0, 300).mapToObj(i -> "beside-refused-" + i), refused.stream())
                .map(stage::input)
                .toList());

        stage.awaitDrained();

        assertThat(stage.account().lost()).isEmpty();
        assertThat(stage.deadLetters().stream().map(StageUnderTest::id))
                .containsAll(refused)
                .noneMatch(id -> id.startsWith("beside"));
        assertThat(refused).allSatisfy(id -> assertThat(Log.header(deadLetter(id), "dead-letter-reason"))
                .contains("PostgreSQL refuses it", "22003", "numeric field overflow"));
    }

    @Test
    void aRecordWhoseOutputTheBrokerRefusesIsSetAsideAndTheOthersGoOn() {
        List<String> refused =
                IntStream.range(0, 3).mapToObj(i -> ProbeWork.NARROW + i).toList();
        stage.produce(Stream.concat(refused.stream(), IntStream.range(0, 60).mapToObj(i -> "beside-narrow-" + i))
                .map(stage::input)
                .toList());

        stage.awaitDrained();

        assertThat(stage.account().lost()).isEmpty();
        assertThat(refused).allSatisfy(id -> assertThat(Log.header(deadLetter(id), "dead-letter-reason"))
                .contains("can't be written", "larger than"));
    }

    @Test
    void aPoisonRecordThatTheDeadLetterTopicRefusesLeavesADeadLetterWithoutItsValue() throws IOException {
        String id = ProbeWork.POISON + "-beside-a-narrow-topic";
        byte[] value = new byte[2 * StageUnderTest.NARROW_MESSAGE_BYTES];
        ThreadLocalRandom.current().nextBytes(value);
        System.arraycopy(ProbeWork.POISON.getBytes(UTF_8), 0, value, 0, ProbeWork.POISON.length());
        try (StageUnderTest narrow = StageUnderTest.withNarrowDeadLetterTopic(Duration.ofSeconds(1))) {
            narrow.produce(List.of(
                    new ProducerRecord<>(narrow.input(id).topic(), id.getBytes(UTF_8), value),
                    narrow.input(ProbeWork.POISON + "-small"),
                    narrow.input("good")));
            narrow.launch();

            narrow.awaitDrained();

            assertThat(narrow.account().lost()).isEmpty();
            assertThat(narrow.deadLetters())
                    .filteredOn(letter -> StageUnderTest.id(letter).equals(id))
                    .singleElement()
                    .satisfies(letter -> assertThat(Log.header(letter, "dead-letter-omitted-bytes"))
                            .isEqualTo(Integer.toString(value.length)));
        }
    }

    private static ConsumerRecord<byte[], byte[]> deadLetter(String id) {
        return stage.deadLetters().stream()
                .filter(letter -> StageUnderTest.id(letter).equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no dead letter of " + id));
    }
}
