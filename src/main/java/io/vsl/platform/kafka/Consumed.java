package io.vsl.platform.kafka;

import io.vsl.job.Storable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read from Kafka.
 *
 * @param timestamp the record's own
 * @param value     empty for a tombstone
 */
public record Consumed(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        byte @Nullable [] key,
        byte[] value,
        Headers headers) {

    /** That a producer's clock may be ahead of ours, generously. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** The same, as Kafka's client has it. */
    public static Consumed of(ConsumerRecord<byte[], byte[]> record) {
        return new Consumed(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value() == null ? new byte[0] : record.value(),
                record.headers());
    }

    /**
     * The record's own time, as far as a clock can have written it; else now. A producer may have written seconds or
     * microseconds for milliseconds, or nothing.
     */
    public Instant timeOr(Instant now) {
        return Storable.isTime(timestamp) && timestamp.isBefore(now.plus(AHEAD)) ? timestamp : now;
    }

    /** The last header of that name, as UTF-8. */
    public Optional<String> header(String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Where it stands in the log: {@code topic-partition@offset}. */
    public String position() {
        return topic + "-" + partition + "@" + offset;
    }
}
