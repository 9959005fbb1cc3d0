package io.vsl.platform.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer of delay topics. It hands over records that are due, and no others. A partition whose first record isn't
 * due is set back to that record and paused until it is. The consumer goes on polling meanwhile, so its group keeps it,
 * and it holds no record itself: a partition that goes to another consumer takes nothing along.
 *
 * <p>A record is handed over when its header says that it is due, and at the latest when it has been there for as long as
 * its tier lasts. Whoever takes it looks at its time again. So a header that is wrong holds up the records behind it for
 * no longer than the tier lasts; one that is unreadable or {@linkplain DelayHeaders#isTooFarAhead too far ahead}, not at all.
 */
final class DueConsumer extends OnePollConsumer {

    /** By so much the clocks of a stage, a broker and ours may differ before a record makes one step more than it has to. */
    static final Duration GRACE = Duration.ofMillis(250);

    /** How long a partition is paused at least: each look reads its records again. */
    static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Function<String, Duration> lengths;
    private final Clock clock;
    private final Map<TopicPartition, Wait> waits = new HashMap<>();

    /** @param lengths how long a topic's records wait there at most; zero where they don't */
    DueConsumer(Properties settings, Function<String, Duration> lengths, Clock clock) {
        super(settings);
        this.lengths = lengths;
        this.clock = clock;
    }

    /**
     * The first record of a partition, which isn't due.
     *
     * @param since when it was seen first
     * @param until when the partition is read again
     */
    private record Wait(long offset, Instant since, Instant until) {

        /** Also when the clock was set back since. */
        boolean isOver(Instant now) {
            return !now.isBefore(until) || now.isBefore(since);
        }
    }

    @Override
    ConsumerRecords<byte[], byte[]> read(Duration timeout) {
        resume();
        return due(super.read(untilNextLook(timeout)));
    }

    private Duration untilNextLook(Duration timeout) {
        Instant now = clock.instant();
        return waits.values().stream()
                .map(wait -> Duration.between(now, wait.until()))
                .filter(left -> left.compareTo(timeout) < 0)
                .min(Comparator.naturalOrder())
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .orElse(timeout);
    }

    /** A partition that was taken away and given back is no longer paused, and is looked at anew. */
    private void resume() {
        waits.keySet().retainAll(assignment());
        Instant now = clock.instant();
        List<TopicPartition> over = new ArrayList<>();
        waits.forEach((place, wait) -> {
            if (wait.isOver(now)) {
                over.add(place);
            }
        });
        resume(over);
    }

    private ConsumerRecords<byte[], byte[]> due(ConsumerRecords<byte[], byte[]> polled) {
        Instant now = clock.instant();
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> due = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition place : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(place);
            int count = dueFirst(place, records, now);
            if (count > 0) {
                due.put(place, records.subList(0, count));
            }
            if (count == records.size()) {
                waits.remove(place);
                continue;
            }
            ConsumerRecord<byte[], byte[]> waiting = records.get(count);
            hold(place, waiting, now);
            if (count > 0) {
                next.put(place, new OffsetAndMetadata(waiting.offset(), waiting.leaderEpoch(), ""));
            } else {
                next.remove(place);
            }
        }
        return new ConsumerRecords<>(due, next);
    }

    /** How many of the first of these records are due. */
    private int dueFirst(TopicPartition place, List<ConsumerRecord<byte[], byte[]>> records, Instant now) {
        int count = 0;
        while (count < records.size() && !now.isBefore(handOver(place, records.get(count), now))) {
            count++;
        }
        return count;
    }

    private void hold(TopicPartition place, ConsumerRecord<byte[], byte[]> first, Instant now) {
        Instant soonest = now.plus(LOOK_EVERY);
        Instant due = handOver(place, first, now);
        waits.put(place, new Wait(first.offset(), since(place, first, now), due.isBefore(soonest) ? soonest : due));
        seek(place, first.offset());
        pause(List.of(place));
    }

    private Instant handOver(TopicPartition place, ConsumerRecord<byte[], byte[]> record, Instant now) {
        Instant written = Instant.ofEpochMilli(record.timestamp());
        Instant since = since(place, record, now);
        return DelayHeaders.due(record.headers())
                .filter(due -> !DelayHeaders.isTooFarAhead(due, now))
                .map(due -> handOver(due, written.isBefore(since) ? written : since, lengths.apply(place.topic())))
                .orElse(now);
    }

    /** When a record is handed over that is due then and has been there, for so long at most, since {@code since}. */
    static Instant handOver(Instant due, Instant since, Duration length) {
        Instant latest = length.isZero() ? since : since.plus(length).plus(GRACE);
        return due.isBefore(latest) ? due : latest;
    }

    private Instant since(TopicPartition place, ConsumerRecord<byte[], byte[]> record, Instant now) {
        Wait wait = waits.get(place);
        return wait != null && wait.offset() == record.offset() && wait.since().isBefore(now) ? wait.since() : now;
    }
}
