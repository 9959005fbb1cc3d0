package io.vsl.admin;

import java.util.concurrent.TimeUnit;

/** So many records a second and no more. */
final class Pace {

    private final long recordsPerSecond;
    private final long begin = System.nanoTime();
    private long records;

    Pace(long recordsPerSecond) {
        this.recordsPerSecond = recordsPerSecond;
    }

    /** Returns when that many more may have been written. */
    void await(int more) throws InterruptedException {
        records += more;
        long due = begin + TimeUnit.SECONDS.toNanos(1) * records / recordsPerSecond;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
}
