package io.vsl.platform.copy;

import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * What files on their way may hold in memory together. Whoever takes some has all that it needs to go on until it gives it
 * back, so that those who wait always get theirs in the end; they are served in turn.
 */
@Component
class CopyMemory {

    /** Of a large file. S3 takes parts from 5 MiB on, and 10,000 of them: files of up to 78 GiB. */
    static final int PART = 8 << 20;

    private static final int UNIT = 1 << 10;
    private static final int SHARE_OF_HEAP = 8;

    private final long size;
    private final Semaphore units;

    CopyMemory(CopyProperties properties) {
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        this.size = properties.memory() == null
                ? Math.max(2 * PART, share)
                : properties.memory().toBytes();
        this.units = new Semaphore(Math.toIntExact(size / UNIT), true);
    }

    /** How many parts it has room for. */
    int parts() {
        return Math.toIntExact(size / PART);
    }

    /**
     * Waits for it.
     *
     * @param bytes at most {@link #PART}
     */
    void take(int bytes) throws InterruptedIOException {
        try {
            units.acquire(units(bytes));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Of what was taken at once, all or some. */
    void giveBack(int taken, int kept) {
        units.release(units(taken) - units(kept));
    }

    private static int units(int bytes) {
        return Math.ceilDiv(bytes, UNIT);
    }
}
