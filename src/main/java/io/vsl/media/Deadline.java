package io.vsl.media;

import java.time.Duration;

/** Until when something may take, by the clock that only counts. */
public record Deadline(long nanoTime) {

    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public boolean isOver() {
        return millisLeft() <= 0;
    }

    /** Negative once it is over. */
    long millisLeft() {
        return (nanoTime - System.nanoTime()) / 1_000_000;
    }
}
