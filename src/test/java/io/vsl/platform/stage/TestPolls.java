package io.vsl.platform.stage;

import io.vsl.platform.Deadline;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Polls, their records and what became of them, without a stage. */
public final class TestPolls {

    private TestPolls() {}

    public static PolledRecord polled() {
        return Records.polled("value");
    }

    /** That record, where it stands in the log. */
    public static PolledRecord at(int partition, long offset, Outgoing record) {
        return Records.polled(new Consumed(
                record.topic(),
                partition,
                offset,
                Records.TIMESTAMP,
                record.key(),
                record.value(),
                new RecordHeaders()));
    }

    public static Batch poll(PolledRecord... records) {
        return new Batch(List.of(records));
    }

    public static Batch poll(Consumed... records) {
        return new Batch(Stream.of(records).map(Records::polled).toList());
    }

    /** A poll whose work has to end by then. */
    public static Batch poll(Deadline end, Consumed... records) {
        return new Batch(
                Stream.of(records).map(record -> new PolledRecord(record, end)).toList());
    }

    /** A poll of one record, which is that one. */
    public static Batch of(Outgoing record) {
        return poll(at(3, 42, record));
    }

    /** A poll of one record. */
    public static Batch batch(byte[] value, Header... headers) {
        return poll(Records.consumed(value, headers));
    }

    /** What follows from it. */
    public static List<Outgoing> outputs(Batch batch) {
        return batch.records().stream()
                .flatMap(polled -> polled.outputs().stream())
                .toList();
    }

    /** A record as the only one of a poll, with that key. */
    public static Batch keyed(String key, String value) {
        Consumed consumed = Records.consumed(value);
        return poll(new Consumed(
                consumed.topic(),
                consumed.partition(),
                consumed.offset(),
                consumed.timestamp(),
                key.getBytes(StandardCharsets.UTF_8),
                consumed.value(),
                consumed.headers()));
    }

    /** Why it is to be tried again; null when it isn't. */
    public static @Nullable String postponedReason(PolledRecord polled) {
        return polled.postponedReason();
    }

    /** What follows from it. */
    public static List<Outgoing> outputs(PolledRecord polled) {
        return polled.outputs();
    }

    /** Why its record is a dead letter; null when it is none. */
    public static @Nullable String deadReason(Batch batch) {
        return batch.records().getFirst().deadReason();
    }

    /** Why records are dead letters, of those that are. */
    public static List<String> deadReasons(Batch batch) {
        return batch.records().stream()
                .map(PolledRecord::deadReason)
                .filter(Objects::nonNull)
                .toList();
    }

    public static Retries retries(Topics topics, Clock clock) {
        return new Retries(topics, clock);
    }

    /** Why its record is a dead letter; null when it is none. */
    public static @Nullable String deadReason(PolledRecord polled) {
        return polled.deadReason();
    }
}
