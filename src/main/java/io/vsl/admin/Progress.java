package io.vsl.admin;

import java.util.concurrent.atomic.AtomicLong;

/** How far an operation has come, in records. */
final class Progress {

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    /** So many more are to come. */
    void expect(long more) {
        total.addAndGet(more);
    }

    void add(long done) {
        records.addAndGet(done);
    }

    long records() {
        return records.get();
    }

    long total() {
        return total.get();
    }
}
