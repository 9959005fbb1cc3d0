package io.vsl.platform.kafka;

import org.apache.kafka.common.TopicPartition;

/**
 * A stretch of the log.
 *
 * @param from the first offset in it
 * @param to   the first offset after it
 */
public record Range(String topic, int partition, long from, long to) {

    /** How many offsets it has. */
    public long size() {
        return Math.max(0, to - from);
    }

    /** The same without what stands before that offset. */
    public Range startingAt(long offset) {
        return new Range(topic, partition, Math.max(from, offset), to);
    }

    /** The same without what stands there or later. */
    public Range endingBefore(long offset) {
        return new Range(topic, partition, from, Math.min(to, offset));
    }

    public boolean contains(long offset) {
        return offset >= from && offset < to;
    }

    TopicPartition place() {
        return new TopicPartition(topic, partition);
    }
}
