package io.vsl.platform.http;

import java.time.Duration;

/**
 * A request that is being served. While its body comes in, that must be done within its time; from then on the answer.
 * Written by the request's own thread, read by the one that cuts off.
 */
final class Served {

    /** A body that is coming in may take a second more for each so many bytes. */
    private static final long LEAST_RATE = 64 * 1024;

    private final String connectionId;
    private final long answerWithin;
    private volatile boolean reading;
    private volatile long since = System.nanoTime();
    private volatile long within;
    private volatile long received;
    private volatile long lastByte;
    private volatile boolean cutOff;

    Served(String connectionId, Duration answerWithin) {
        this.connectionId = connectionId;
        this.answerWithin = answerWithin.toNanos();
        this.within = this.answerWithin;
    }

    String connectionId() {
        return connectionId;
    }

    /** The body is being read from now on. */
    void reads(Duration atMost) {
        since = System.nanoTime();
        lastByte = since;
        received = 0;
        within = atMost.toNanos();
        reading = true;
    }

    /** Told by the one thread that reads the body. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void received(int bytes) {
        lastByte = System.nanoTime();
        received = received + bytes;
    }

    /** The body is there, or is given up. */
    void hasRead() {
        since = System.nanoTime();
        within = answerWithin;
        // Last: until then it is no answer that is late.
        reading = false;
    }

    boolean isReading() {
        return reading;
    }

    boolean isOverdue(long now) {
        long allowed = reading ? within + Duration.ofSeconds(1).toNanos() * received / LEAST_RATE : within;
        return now - since > allowed;
    }

    /** In bytes, of the body that is being read. */
    long received() {
        return received;
    }

    /** How long no byte of the body has come, in nanoseconds. */
    long silentFor(long now) {
        return now - lastByte;
    }

    /** How long the body has been coming in, in nanoseconds. */
    long readingFor(long now) {
        return now - since;
    }

    boolean isCutOff() {
        return cutOff;
    }

    void cutOff() {
        cutOff = true;
    }
}
