package io.vsl.platform.stage;

import io.vsl.platform.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How long one poll may be worked on, over all its tries. */
final class PollTime {

    /**
     * The brokers give the partitions of a consumer to another when it has not polled for five minutes
     * ({@code maxPollIntervalMs} of the stage template). What is left of these is for the dead letters, the outputs and the
     * commit.
     */
    static final Duration WORK = Duration.ofSeconds(270);

    private final LongSupplier nanoTime;
    private final Deadline end;
    private final long retryUntil;

    /** Of the try at hand. */
    private long begun;

    /** Begins now, by such a clock as {@link System#nanoTime}. */
    PollTime(Duration retryFor, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.end = new Deadline(begun + WORK.toNanos());
        this.retryUntil = begun + retryFor.toNanos();
    }

    /** When the work has to end, however often it is tried. */
    Deadline end() {
        return end;
    }

    void tryBegins() {
        begun = nanoTime.getAsLong();
    }

    /** Whether there is another try after one that failed now: one that takes as long must end in time. */
    boolean mayRetry() {
        long now = nanoTime.getAsLong();
        long taken = now - begun;
        boolean may = now - retryUntil < 0 && taken <= end.nanoTime() - now;
        if (may) {
            begun = now;
        }
        return may;
    }
}
