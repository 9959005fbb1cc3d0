package io.vsl.platform;

import java.time.Duration;

/**
 * Until when something may take, by the clock that only counts.
 *
 * @param nanoTime of {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {

    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** After that time, and never later than this one. */
    public Deadline orAfter(Duration time) {
        Deadline other = after(time);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }

    /** Less than a millisecond is nothing: timers are not more exact. */
    public boolean isOver() {
        return left().toMillis() == 0;
    }

    /** Zero once it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}
