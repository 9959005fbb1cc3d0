package io.vsl.platform.feed;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * How far a reader of several topics has come: of each partition the offset that it reads next. As text, numbers of seven
 * bits a byte in Base64, for URLs: of each topic how many partitions it has, then their offsets.
 *
 * @param next by topic, in the order in which the topics are read, and by partition
 */
public record LogPosition(long[][] next) {

    private static final int MOST_TEXT = 8192;
    private static final int MOST_PARTITIONS = 2000;
    private static final int LOW = 0x7f;
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    public static final LogPosition NONE = new LogPosition(new long[0][]);

    /** Zero of a partition that was not there then. */
    public long next(int topic, int partition) {
        return topic < next.length && partition < next[topic].length ? next[topic][partition] : 0;
    }

    /** Whether it is past that record. */
    public boolean has(LogPlace place) {
        return place.offset() < next(place.topic(), place.partition());
    }

    /** Whether it is past all that the other is past. */
    public boolean covers(LogPosition other) {
        for (int topic = 0; topic < other.next.length; topic++) {
            for (int partition = 0; partition < other.next[topic].length; partition++) {
                if (next(topic, partition) < other.next[topic][partition]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The same, past that record. */
    public LogPosition past(LogPlace place) {
        return at(place.topic(), place.partition(), place.offset() + 1);
    }

    /** The same, but of that partition this offset is next. */
    public LogPosition at(int topic, int partition, long offset) {
        long[][] all = Arrays.copyOf(next, Math.max(next.length, topic + 1));
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i] == null ? new long[0] : all[i];
        }
        all[topic] = Arrays.copyOf(all[topic], Math.max(all[topic].length, partition + 1));
        all[topic][partition] = offset;
        return new LogPosition(all);
    }

    /** Past all that either is past. */
    public LogPosition with(LogPosition other) {
        LogPosition both = this;
        for (int topic = 0; topic < other.next.length; topic++) {
            for (int partition = 0; partition < other.next[topic].length; partition++) {
                if (both.next(topic, partition) < other.next[topic][partition]) {
                    both = both.at(topic, partition, other.next[topic][partition]);
                }
            }
        }
        return both;
    }

    /** @throws IllegalArgumentException when it is none */
    public static LogPosition parse(String text) {
        if (text.length() > MOST_TEXT) {
            throw new IllegalArgumentException("too long");
        }
        Numbers numbers = new Numbers(Base64.getUrlDecoder().decode(text));
        long[][] next = new long[(int) numbers.next(MOST_PARTITIONS)][];
        for (int topic = 0; topic < next.length; topic++) {
            next[topic] = new long[(int) numbers.next(MOST_PARTITIONS)];
            for (int partition = 0; partition < next[topic].length; partition++) {
                next[topic][partition] = numbers.next(Long.MAX_VALUE);
            }
        }
        numbers.end();
        return new LogPosition(next);
    }

    @Override
    public String toString() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        write(bytes, next.length);
        for (long[] topic : next) {
            write(bytes, topic.length);
            for (long offset : topic) {
                write(bytes, offset);
            }
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static void write(ByteArrayOutputStream bytes, long number) {
        long left = number;
        while (left > LOW) {
            bytes.write((int) (left & LOW) | MORE);
            left >>>= BITS;
        }
        bytes.write((int) left);
    }

    /** Read one after the other. */
    private static final class Numbers {

        private final byte[] bytes;
        private int at;

        Numbers(byte[] bytes) {
            this.bytes = bytes;
        }

        long next(long most) {
            long number = 0;
            for (int shift = 0; ; shift += BITS) {
                if (at >= bytes.length || shift > Long.SIZE - BITS) {
                    throw new IllegalArgumentException("cut off");
                }
                byte part = bytes[at++];
                number |= (long) (part & LOW) << shift;
                if ((part & MORE) == 0) {
                    break;
                }
            }
            if (number < 0 || number > most) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        }

        void end() {
            if (at != bytes.length) {
                throw new IllegalArgumentException("goes on");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogPosition position && Arrays.deepEquals(next, position.next);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(next);
    }
}
