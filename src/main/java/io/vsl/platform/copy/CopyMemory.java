package io.vsl.platform.copy;

import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final int size;
    private final Semaphore units;

    /** Used again while files are on their way: to make and to collect so large ones costs more than to copy them. */
    private final Queue<byte[]> parts = new ConcurrentLinkedQueue<>();

    CopyMemory(CopyProperties properties) {
        long bytes = properties.memory() == null
                ? Math.max(2 * PART, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)
                : properties.memory().toBytes();
        this.size = Math.toIntExact(bytes / UNIT);
        this.units = new Semaphore(size, true);
    }

    /** Waits for a part of a large file, with whatever is in it. */
    byte[] takePart() throws InterruptedIOException {
        acquire(PART);
        try {
            return Objects.requireNonNullElseGet(parts.poll(), () -> new byte[PART]);
        } catch (OutOfMemoryError e) {
            giveBack(PART);
            throw e;
        }
    }

    void giveBackPart(byte[] part) {
        parts.add(part);
        giveBack(PART);
    }

    /**
     * Waits for what a small file takes.
     *
     * @param bytes at most {@link #PART}
     */
    void take(int bytes) throws InterruptedIOException {
        acquire(bytes);
        // What is kept for large files is part of what is free.
        while (parts.size() * units(PART) > units.availablePermits() && parts.poll() != null) {}
    }

    private void acquire(int bytes) throws InterruptedIOException {
        try {
            units.acquire(units(bytes));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    void giveBack(int bytes) {
        units.release(units(bytes));
        if (units.availablePermits() == size) {
            parts.clear();
        }
    }

    private static int units(int bytes) {
        return Math.ceilDiv(bytes, UNIT);
    }
}
